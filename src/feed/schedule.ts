// When to ask a feed again. Pure: times come in as epoch milliseconds of the database's clock, waits go out in milliseconds.
import { busyHoursAhead, isBusyHour, skipClosedHours } from './week_hours.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;

/** An item first seen in this time makes a feed active: where one came, another often follows. */
const ACTIVE_MS = 2 * HOUR_MS;
/** A server without validators sends its whole document each time; an hour is what publishers ask of us then. */
const WITHOUT_VALIDATORS_MS = HOUR_MS;

/** What we know of a feed. */
export type Rhythm = {
  /** SYNC_MIN and SYNC_MAX; both equal: the operator wants a fixed interval, and nothing adapts */
  minMs: number;
  maxMs: number;
  hasValidators: boolean;
  /** failed polls in a row; 0 after a good one */
  failures: number;
  /** when the last item came (see `arrivalOf`), however long ago; null: none is known */
  lastItemAtMs: number | null;
  /** hours of the week in which items come (see `findBusyHours`) */
  busyHours: readonly number[];
};

/** What the publisher and its host ask of us; 0, 1 and empty lists where nothing is asked. */
export type Hints = {
  freshForMs: number;
  ttlMs: number;
  updatePeriodMs: number;
  retryAfterMs: number;
  /** GMT, 0 to 23, and 0 (Sunday) to 6 */
  skipHours: readonly number[];
  skipDays: readonly number[];
  /** see `stretchOfHost` */
  hostStretch: number;
};

export const NO_HINTS: Hints = {
  freshForMs: 0,
  ttlMs: 0,
  updatePeriodMs: 0,
  retryAfterMs: 0,
  skipHours: [],
  skipDays: [],
  hostStretch: 1,
};

/**
 * How long to wait before asking this feed again, in milliseconds. Hints only ever slow us down.
 * @param random a number in [0, 1); the jitter goes upward only, since earlier than promised would be a violation (RFC 9111 §4.2)
 */
export function waitBeforeNextSync(feed: Rhythm, hints: Hints, now: { nowMs: number; random: () => number }): number {
  const asked = Math.max(hints.freshForMs, hints.ttlMs, hints.updatePeriodMs);
  const backedOff = feed.failures === 0 ? 0 : feed.minMs * 2 ** feed.failures;
  const own = Math.min(Math.max(baseWait(feed, now.nowMs) * hints.hostStretch, asked, backedOff), DAY_MS);
  const wait = Math.max(own, Math.min(hints.retryAfterMs, WEEK_MS));
  return skipClosedHours(wait * (1 + now.random() * 0.1), hints, now);
}

/** Whether an item may come at any minute: one came in the last two hours, or this is an hour of the week in which they come. */
export function isActive(feed: Pick<Rhythm, 'lastItemAtMs' | 'busyHours'>, nowMs: number): boolean {
  const isRecent = feed.lastItemAtMs !== null && nowMs - feed.lastItemAtMs < ACTIVE_MS;
  return isRecent || isBusyHour(feed.busyHours, nowMs);
}

/**
 * When an item came, as far as a feed's rhythm goes. What a first fetch finds came at its published date, if that is past, and
 * otherwise says nothing: else every feed just subscribed to would look busy.
 */
export function arrivalOf(item: {
  firstSeenAtMs: number;
  publishedAtMs: number | null;
  isFromFirstFetch: boolean;
}): number | null {
  if (!item.isFromFirstFetch) return item.firstSeenAtMs;
  return item.publishedAtMs !== null && item.publishedAtMs <= item.firstSeenAtMs ? item.publishedAtMs : null;
}

function baseWait(feed: Rhythm, nowMs: number): number {
  if (feed.minMs >= feed.maxMs || isActive(feed, nowMs)) return feed.minMs;
  if (!feed.hasValidators) return Math.max(WITHOUT_VALIDATORS_MS, feed.minMs);
  const sinceLastItemMs = feed.lastItemAtMs === null ? Number.POSITIVE_INFINITY : nowMs - feed.lastItemAtMs;
  const adapted = clamp(sinceLastItemMs / 10, feed.minMs, feed.maxMs);
  return clamp(busyHoursAhead(feed.busyHours, nowMs), feed.minMs, adapted); // be there when the busy hour begins
}

/**
 * How long a whole host rests, in milliseconds: what its Retry-After says, up to 7 days; after a 429 without one 15 minutes,
 * doubling to 4 hours with each further one in a row.
 * @param pauses how many such pauses it already had in a row
 */
export function hostPause({ retryAfterMs, pauses }: { retryAfterMs: number | null; pauses: number }): number {
  if (retryAfterMs !== null) return Math.min(retryAfterMs, WEEK_MS);
  return Math.min(15 * MINUTE_MS * 2 ** pauses, 4 * HOUR_MS);
}

/**
 * By what to stretch the interval of every feed of a host, so that all together ask no more of it than it allows: 1 or more.
 * Even for all, so that nobody starves.
 * @param wantedPerMs polls a millisecond that its feeds would like: the sum of 1 / interval of each
 * @param pollMs how long one poll of it takes, on average
 */
export function stretchOfHost(host: { wantedPerMs: number; concurrency: number; pollMs: number }): number {
  return Math.max(1, (host.wantedPerMs * host.pollMs) / host.concurrency);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
