// Sends what is pending, chat by chat: claim ready chats, send each one's head item, settle, pace. A window of sends is open at once,
// so that a slow one holds up only its own chat.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../db.ts';
import { claimReadyChats, nextReadyInMs, settleEmpty } from '../store/chat_schedule.ts';
import type { Slot } from '../store/drain_slots.ts';
import { type Head, readHeads } from '../store/heads.ts';
import type { NoticeHead } from '../store/notice_queue.ts';
import { untilFirst } from '../until_first.ts';
import type { Budget } from './budget.ts';
import { type Claim, LEASE_MS } from './claim.ts';

/** A drain stays while something becomes ready within this time: jobs are looked for every 2 s, and a chat's pace is 1 s. */
const STAY_MS = 3_000;
/** How often a drain with a full window asks for another one beside it. */
const HELP_EVERY_MS = 1_000;

export type DrainDeps = {
  /** patient: a drain never ends while the database is away */
  db: Database;
  budget: Budget;
  /** sends and settles one head; never throws for what Telegram or the network did. @returns how many messages it asked to be taken */
  deliverHead(head: Head | NoticeHead, claim: Claim): Promise<number>;
  /** how many sends may be open at once */
  window: number;
  signal: AbortSignal | undefined;
  slot: Pick<Slot, 'woken'>;
  /** ask for another drain beside this one, in whatever process; there is one if a slot is free */
  callForHelp(): Promise<unknown>;
};

/** Of the tokens, kept for chats that are not due for a feed with very many readers, while such chats wait. */
const NARROW_SHARE = 0.3;

/**
 * Send until nothing is ready or soon will be, or until `signal`.
 * @returns how many chats were served, and in how many milliseconds the next is ready (null: none is due)
 */
export async function drain(deps: DrainDeps): Promise<{ served: number; nextInMs: number | null }> {
  const sends: Sends = { open: new Set(), ended: Promise.withResolvers(), served: 0, faults: [] };
  try {
    await sendAll(deps, sends);
  } finally {
    await Promise.all(sends.open); // whatever ends a drain, what it has begun is settled first
  }
  if (sends.faults.length > 0) throw sends.faults[0];
  return { served: sends.served, nextInMs: await nextReadyInMs(deps.db) };
}

type Sends = {
  /** those under way */
  open: Set<Promise<void>>;
  /** resolves with the next one that ends */
  ended: PromiseWithResolvers<void>;
  /** how many were begun */
  served: number;
  /** what broke: faults of ours */
  faults: unknown[];
};

async function sendAll(deps: DrainDeps, sends: Sends): Promise<void> {
  const { open, faults } = sends;
  const share = { narrow: 0 };
  let helpAt = 0;
  while (!deps.signal?.aborted && faults.length === 0) {
    // Before looking: a wake that comes or a send that ends while we look must not be missed.
    const events = [deps.slot.woken(), sends.ended.promise];
    const { heads, retryInMs } = await claimHeads(deps, deps.window - open.size, share);
    for (const { head, claim } of heads) send(head, claim, deps, sends);
    if (heads.length > 0 && open.size < deps.window) continue;
    if (open.size >= deps.window && performance.now() >= helpAt) {
      helpAt = performance.now() + HELP_EVERY_MS;
      await deps.callForHelp();
    }
    const isIdle = open.size === 0;
    const readyInMs = retryInMs ?? (await nextReadyInMs(deps.db)) ?? Number.POSITIVE_INFINITY;
    if (isIdle && readyInMs > STAY_MS) break;
    await untilFirst(events, Math.min(Math.max(readyInMs, 1), STAY_MS), deps.signal);
  }
}

function send(head: Head | NoticeHead, claim: Claim, { deliverHead, budget }: DrainDeps, sends: Sends): void {
  sends.served += 1;
  const sending = deliverHead(head, claim)
    .then((messages) => (messages === 0 ? budget.giveBack(1) : undefined))
    .catch((error) => {
      sends.faults.push(error); // ours: end this drain once the others have settled; the lease frees the chat
    })
    .finally(() => {
      sends.open.delete(sending);
      sends.ended.resolve();
      sends.ended = Promise.withResolvers();
    });
  sends.open.add(sending);
}

/** Tokens before chats, so that no chat is held while the budget is empty; what is not used goes back. */
async function claimHeads(
  { db, budget, signal }: DrainDeps,
  room: number,
  share: { narrow: number },
): Promise<{ heads: { head: Head | NoticeHead; claim: Claim }[]; retryInMs: number | null }> {
  if (room <= 0) return { heads: [], retryInMs: Number.POSITIVE_INFINITY };
  const { granted, waitMs, nextInMs } = await budget.take('items', room);
  if (granted === 0) return { heads: [], retryInMs: nextInMs };
  if (waitMs > 0) await wait(waitMs);
  if (signal?.aborted) {
    await budget.giveBack(granted);
    return { heads: [], retryInMs: 0 };
  }
  const leaseToken = randomUUID();
  const until = performance.now() + LEASE_MS;
  // Tokens often come one at a time: what is left of a share counts next time.
  share.narrow = Math.min(share.narrow + granted * NARROW_SHARE, granted);
  const narrow = Math.floor(share.narrow);
  share.narrow -= narrow;
  const chats = await claimReadyChats(db, { limit: granted, narrow, leaseMs: LEASE_MS, leaseToken });
  const heads =
    chats.length === 0
      ? []
      : await readHeads(
          db,
          leaseToken,
          chats.map((chat) => chat.chatId),
        );
  await budget.giveBack(granted - heads.length);
  const byChat = new Map(chats.map((chat) => [chat.chatId, chat]));
  const claimed = heads.map((head) => ({ head, claim: { chat: byChat.get(head.chatId)!, leaseToken, until } }));
  for (const { head } of claimed) byChat.delete(head.chatId);
  await settleEmpty(db, leaseToken, [...byChat.values()]);
  return { heads: claimed, retryInMs: null };
}
