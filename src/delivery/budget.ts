// The send budget of all processes together: Telegram's limit per second, with room kept for answers to people.
import { setTimeout as wait } from 'node:timers/promises';
import type { Queryable } from '../db.ts';
import type { ChatId } from '../store/ids.ts';
import { noteThrottled, returnTokens, takeTokens } from '../store/send_budget.ts';

export type Lane = 'people' | 'items';

/** `people` may take the last token, `items` must leave some. */
export type Budget = {
  /** @returns how many of `wanted` may be sent now, and in how long the next may */
  take(lane: Lane, wanted: number): Promise<{ granted: number; nextInMs: number }>;
  giveBack(unused: number): Promise<void>;
  /** Waits until `count` messages may be sent. Not for holders of a lease that others wait for. */
  waitFor(lane: Lane, count: number): Promise<void>;
  /** Telegram turned a message away: the rate falls when it says so of several chats */
  throttled(chatId: ChatId): Promise<void>;
};

export function createBudget(db: Queryable, perSecond: number): Budget {
  // A full bucket and a second's refill together stay within what Telegram counts in one second (30 at 28 a second).
  const capacity = Math.max(2, Math.floor(perSecond * 0.07));
  const reserve = Math.max(1, Math.floor(capacity * 0.3));
  const take = (lane: Lane, wanted: number) =>
    takeTokens(db, { wanted, perSecond, capacity, reserve: lane === 'people' ? 0 : reserve });
  return {
    take,
    giveBack: (unused) => returnTokens(db, unused, capacity),
    throttled: (chatId) => noteThrottled(db, chatId),
    waitFor: async (lane, count) => {
      for (let missing = count; missing > 0; ) {
        const { granted, nextInMs } = await take(lane, missing);
        missing -= granted;
        if (missing > 0) await wait(Math.max(1, nextInMs));
      }
    },
  };
}
