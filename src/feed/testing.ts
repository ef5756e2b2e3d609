// For tests of the feed loop: feeds on the schedule, their readers, what polls are made with, and every statement on record.
import { randomUUID } from 'node:crypto';
import type { Database, Queryable } from '../db.ts';
import { upsertChat } from '../store/chats.ts';
import { scheduleFeed } from '../store/feed_schedule.ts';
import { upsertFeed } from '../store/feeds.ts';
import type { ChatId, FeedId, ItemId } from '../store/ids.ts';
import { startSubscription } from '../store/subscriptions.ts';
import type { TestDatabase } from '../testing/database.ts';
import { type Fetcher, type FetcherOptions, startFetcher } from '../testing/fetcher.ts';
import type { SyncDeps, Tally } from './batch.ts';
import { watchOurNetwork } from './our_network.ts';
import { gatherDocuments } from './store_polled.ts';
import { syncFeeds } from './sync.ts';

/** `date` as RSS writes it. */
export type Post = { guid?: string; title: string; link?: string; text?: string; date?: string };

/** An RSS document; the first post stands on top, as the newest does. */
export function rssOf(posts: readonly Post[], { title = 'Sample', extra = '' } = {}): string {
  const items = posts.map(({ guid, title: name, link, text, date }) =>
    [
      '<item>',
      guid && `<guid isPermaLink="false">${guid}</guid>`,
      `<title>${name}</title>`,
      `<link>${link ?? `http://posts.example/${encodeURIComponent(name)}`}</link>`,
      text && `<description>${text}</description>`,
      date && `<pubDate>${date}</pubDate>`,
      '</item>',
    ]
      .filter(Boolean)
      .join(''),
  );
  return `<rss version="2.0"><channel><title>${title}</title><link>http://posts.example/</link>${extra}${items.join('')}</channel></rss>`;
}

/** Notes the name of each statement before it runs. */
export function recording(db: Database): Database & { statements: string[] } {
  const statements: string[] = [];
  const record = (on: Queryable): Queryable => ({
    query: (query) => {
      statements.push(query.name ?? query.text);
      return on.query(query);
    },
  });
  return { statements, ...record(db), transaction: (work) => db.transaction((tx) => work(record(tx))) };
}

export type World = Fetcher & {
  deps: SyncDeps;
  /** A feed with one reader, due now unless told otherwise. */
  aFeed(target: string, options?: { waitMs?: number; cursor?: string }): Promise<FeedId>;
  aReader(feedId: FeedId, cursor?: string): Promise<ChatId>;
  /** Claim these feeds and poll them at once, whenever they are due. */
  poll(feedIds: FeedId[], changes?: Partial<SyncDeps>): Promise<Tally>;
};

let people = 1_000;

export async function startWorld(db: TestDatabase, options: FetcherOptions = {}): Promise<World> {
  const fetcher = await startFetcher({ addresses: ['127.0.0.1', '127.0.0.2', '127.0.0.3'], ...options });
  const deps: SyncDeps = {
    ...fetcher.options,
    db,
    minMs: 60_000,
    maxMs: 900_000,
    random: () => 0,
    describe: (fault) => `fault: ${fault.code}`,
    network: watchOurNetwork(),
    documents: gatherDocuments(),
    signal: undefined,
    log: { warn: () => undefined },
    hostConcurrency: 2,
  };
  const aReader = async (feedId: FeedId, cursor = '0') => {
    people += 1;
    const { chatId } = await upsertChat(db, { telegramId: String(people), kind: 'private', title: '', language: 'en' });
    await startSubscription(db, {
      chatId,
      threadId: 0,
      feedId,
      url: 'http://typed.example/',
      cursor: cursor as ItemId,
    });
    return chatId;
  };
  const aFeed: World['aFeed'] = async (target, { waitMs = 0, cursor = '0' } = {}) => {
    const url = target.startsWith('/') ? fetcher.server.url(target) : target;
    const feedId = await upsertFeed(db, url);
    await scheduleFeed(db, { feedId, host: new URL(url).hostname, waitMs, polledNow: false });
    await aReader(feedId, cursor);
    return feedId;
  };
  const poll: World['poll'] = async (feedIds, changes = {}) =>
    syncFeeds(feedIds, await claim(db, feedIds), { ...deps, ...changes });
  return { ...fetcher, deps, aFeed, aReader, poll };
}

/** Hold feeds under a new lease, as a claim does. @returns its token */
export async function claim(db: Queryable, feedIds: FeedId[]): Promise<string> {
  const leaseToken = randomUUID();
  await db.query({
    text: `
      update feed_schedule set lease_token = $2, next_sync_at = clock_timestamp() + interval '150 s' where feed_id = any($1::bigint[])`,
    values: [feedIds, leaseToken],
  });
  return leaseToken;
}

/** The only row of an answer. */
export async function readRow<Row extends object>(db: Queryable, text: string, values: unknown[] = []): Promise<Row> {
  const { rows } = await db.query<Row>({ text, values });
  if (rows.length !== 1) throw new Error(`expected one row, not ${rows.length}: ${text}`);
  return rows[0]!;
}
