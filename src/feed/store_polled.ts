// What polls bring is stored together with what other polls of this process bring at the same time, in two statements for all of it.
import type { Database, Queryable } from '../db.ts';
import type { FetchedDocument } from '../net/outcome.ts';
import type { FeedToPoll } from '../store/batches.ts';
import { type DocumentChange, type PollEnd, saveDocuments } from '../store/documents.ts';
import type { FeedId } from '../store/ids.ts';
import type { Feed } from './feed.ts';
import { type Bounds, nextTurn, rhythmOf } from './next_turn.ts';
import { tellOfRecovery } from './recovery.ts';
import { NO_HINTS } from './schedule.ts';
import { compareDocuments, type ReadDocument } from './store_document.ts';

/** How long a document waits for others: nothing against the minute between polls. */
const LINGER_MS = 50;
const MOST_DOCUMENTS = 16;
/** As they were fetched: what waits is held in memory. */
const MOST_BYTES = 2 ** 20;

type PolledDocument = {
  feed: FeedToPoll;
  parsed: Feed;
  fetched: FetchedDocument;
  leaseToken: string;
  hostStretch: number;
};

type StoreDeps = Bounds & { db: Database };

export type DocumentStore = {
  /** @returns how many items were new; null when somebody else has the feed by now, or gave it another document: this one is old */
  store(polled: PolledDocument, deps: StoreDeps): Promise<number | null>;
};

type Waiting = PolledDocument & { settle: PromiseWithResolvers<number | null> };

/** A store that holds each document until `lingerMs` are over, or until `mostDocuments` or MOST_BYTES of them wait. */
export function gatherDocuments({ lingerMs = LINGER_MS, mostDocuments = MOST_DOCUMENTS } = {}): DocumentStore {
  let waiting: Waiting[] = [];
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (deps: StoreDeps) => {
    clearTimeout(timer);
    const all = waiting;
    [waiting, bytes, timer] = [[], 0, undefined];
    void settleAll(all, deps);
  };
  return {
    store: (polled, deps) => {
      if (polled.feed.trouble?.areReadersTold) return storeRecovered(polled, deps);
      const settle = Promise.withResolvers<number | null>();
      waiting.push({ ...polled, settle });
      bytes += polled.fetched.bytes.byteLength;
      if (waiting.length >= mostDocuments || bytes >= MOST_BYTES) flush(deps);
      else timer ??= setTimeout(() => flush(deps), lingerMs);
      return settle.promise;
    },
  };
}

/** Never rejects. A document that cannot be stored must not keep the others from it: then each goes alone. */
async function settleAll(all: readonly Waiting[], deps: StoreDeps): Promise<void> {
  try {
    const stored = await storeAll(deps.db, all, deps);
    for (const { feed, settle } of all) settle.resolve(stored.get(feed.feedId) ?? null);
  } catch (error) {
    if (all.length === 1) all[0]!.settle.reject(error);
    else for (const one of all) await settleAll([one], deps);
  }
}

/** @returns how many items were new in each document that was stored */
async function storeAll(db: Queryable, all: readonly PolledDocument[], bounds: Bounds): Promise<Map<FeedId, number>> {
  const changes = await compareDocuments(db, all.map(asRead));
  const ended = changes.map((change, index) => ({ ...change, end: endOf(all[index]!, change, bounds) }));
  const saved = await saveDocuments(db, ended);
  return new Map(changes.filter(({ feedId }) => saved.has(feedId)).map(({ feedId, added }) => [feedId, added.length]));
}

function asRead({ feed, parsed, fetched: { validators, bodyHash } }: PolledDocument): ReadDocument {
  return { feedId: feed.feedId, contentFields: feed.contentFields, feed: parsed, validators, bodyHash };
}

function endOf(polled: PolledDocument, { lastItemAtMs, busyHours }: DocumentChange, bounds: Bounds): PollEnd {
  const { feed, parsed, fetched, leaseToken, hostStretch } = polled;
  const rhythm = { ...rhythmOf(feed, fetched.validators, bounds), lastItemAtMs, busyHours };
  const hints = { ...NO_HINTS, ...parsed.hints, freshForMs: fetched.freshForMs, hostStretch };
  const { waitMs, intervalMs } = nextTurn(feed, rhythm, hints, bounds);
  return { leaseToken, waitMs, intervalMs };
}

/** Ends a transaction that must not be. */
class NotStored extends Error {}

/** A feed that readers were told about is well again: they are told that too, in the transaction that stores its document. */
async function storeRecovered(polled: PolledDocument, deps: StoreDeps): Promise<number | null> {
  const { feedId } = polled.feed;
  const work = deps.db.transaction(async (tx) => {
    await tellOfRecovery(tx, feedId);
    const newItems = (await storeAll(tx, [polled], deps)).get(feedId);
    if (newItems === undefined) throw new NotStored('somebody else has this feed by now');
    return newItems;
  });
  return work.catch((error) => {
    if (error instanceof NotStored) return null;
    throw error;
  });
}
