// When to give an item up, so that nothing is tried for ever, and when not to: trouble of Telegram as a whole is no fault of an item. Pure.

const FAILURES = 8;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Each try without an answer may have been a message: more of them would be repeats. */
export const UNANSWERED = 3;

export type Trial = {
  /** tries in all, and those whose end nobody knows */
  tries: number;
  unanswered: number;
  triedForMs: number;
};

/** Whether the tries alone could be a reason; only then the other chats need to be looked at. */
export function isSuspicious({ tries, unanswered, triedForMs }: Trial): boolean {
  return unanswered >= UNANSWERED || (tries >= FAILURES && triedForMs >= HOUR_MS);
}

/**
 * @param others whether another chat was sent to meanwhile, and whether another one is failing
 * @returns true when the item is at fault: others pass. Where others fail too, Telegram is. A chat that is alone says neither, and is
 *   given long enough for an outage to end.
 */
export function isAtFault(trial: Trial, others: { passed: boolean; failing: boolean }): boolean {
  if (!isSuspicious(trial)) return false;
  if (others.passed) return true;
  if (others.failing) return false;
  return trial.triedForMs >= (trial.unanswered >= UNANSWERED ? HOUR_MS : DAY_MS);
}
