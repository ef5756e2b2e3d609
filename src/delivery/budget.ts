// The send budget of all processes together: Telegram's limit per second, with room kept for answers to people.
import { setTimeout as wait } from 'node:timers/promises';
import type { Queryable } from '../db.ts';
import type { ChatId } from '../store/ids.ts';
import { noteThrottled, returnTokens, type Taken, takeTokens } from '../store/send_budget.ts';

export type Lane = 'people' | 'items';

export type Budget = {
  /** the full rate */
  perSecond: number;
  /** @returns how many of `wanted` may be sent in `waitMs`; for none of them, in how long to ask again */
  take(lane: Lane, wanted: number): Promise<Taken>;
  giveBack(unused: number): Promise<void>;
  /** Waits until `count` messages may be sent. Not for holders of a lease that others wait for. */
  waitFor(lane: Lane, count: number): Promise<void>;
  /** Telegram turned a message away: the rate falls when it says so of several chats */
  throttled(chatId: ChatId): Promise<void>;
};

/** Items are booked this far ahead, and people further: an answer stands before the items that are not booked yet. */
const AHEAD_SECONDS = { items: 0.1, people: 5 } as const;

export function createBudget(db: Queryable, perSecond: number): Budget {
  // A full bucket and a second's refill together stay within what Telegram counts in one second (30 at 28 a second).
  const capacity = Math.max(2, Math.floor(perSecond * 0.07));
  const take = (lane: Lane, wanted: number) =>
    takeTokens(db, { wanted, perSecond, capacity, ahead: Math.max(1, perSecond * AHEAD_SECONDS[lane]) });
  return {
    perSecond,
    take,
    giveBack: (unused) => returnTokens(db, unused, capacity),
    throttled: (chatId) => noteThrottled(db, chatId),
    waitFor: async (lane, count) => {
      for (let missing = count; missing > 0; ) {
        const { granted, waitMs, nextInMs } = await take(lane, missing);
        missing -= granted;
        const pauseMs = granted > 0 ? waitMs : Math.max(1, nextInMs);
        if (pauseMs > 0) await wait(pauseMs);
      }
    },
  };
}
