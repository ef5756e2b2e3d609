// How fast a chat is sent to, and how long to wait when Telegram is in trouble. Pure; waits in milliseconds.

/**
 * Telegram's documented limits: one message a second in a chat, where short bursts are let through, and 20 a minute in a group
 * (core.telegram.org/bots/faq). Its 429s have the last word.
 */
export function paceOf(kind: 'private' | 'group' | 'supergroup' | 'channel'): { paceMs: number; burst: number } {
  // 3 at once and one each 3.6 s are never more than 20 in any minute.
  return kind === 'private' || kind === 'channel' ? { paceMs: 1_000, burst: 3 } : { paceMs: 3_600, burst: 3 };
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** Doubling from a second to ten minutes. @param tries how often this message was tried, 1 or more */
export function waitAfterFailure(tries: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(tries - 1, 20), LONGEST_WAIT_MS);
}
