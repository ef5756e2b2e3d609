// What a row of failed polls means for a feed and for its readers. Pure; times are durations in milliseconds.

const DAY_MS = 86_400_000;

/** Never given up before both: a month offline happens, and so do twenty failures in a bad week. */
const GIVE_UP = { failures: 20, failingForMs: 30 * DAY_MS };
const TELL_READERS_AFTER_MS = 7 * DAY_MS;

/** A first 410 is asked about again after a day; one that stands then is final. */
export const GONE_RECHECK_MS = DAY_MS;

/**
 * What follows from a failed poll.
 * @param failures failed polls in a row, this one counted
 * @param failingForMs since the first of them
 * @param areReadersTold whether its readers have already been told of this outage
 */
export function judgeFailures(feed: { failures: number; failingForMs: number; areReadersTold: boolean }): {
  giveUp: boolean;
  tellReaders: boolean;
} {
  return {
    giveUp: feed.failures >= GIVE_UP.failures && feed.failingForMs >= GIVE_UP.failingForMs,
    tellReaders: !feed.areReadersTold && feed.failingForMs >= TELL_READERS_AFTER_MS,
  };
}

/**
 * Whether a 410 is final: the second one, a day or more after the first, with no other answer between them.
 * @param goneForMs since the first 410; null: this is the first
 */
export function isGoneForGood(goneForMs: number | null): boolean {
  return goneForMs !== null && goneForMs >= GONE_RECHECK_MS;
}
