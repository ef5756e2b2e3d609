// When a feed that was polled is asked again, from what its row and its publisher say.
import type { Validators } from '../net/outcome.ts';
import type { FeedToPoll, Rescheduled } from '../store/batches.ts';
import { type Hints, type Rhythm, waitBeforeNextSync } from './schedule.ts';
import { areHoursOutdated } from './week_hours.ts';

export type Bounds = { minMs: number; maxMs: number; random: () => number };

/** What we know of a feed's rhythm, as after a good poll. */
export function rhythmOf(feed: FeedToPoll, { etag, lastModified }: Validators, { minMs, maxMs }: Bounds): Rhythm {
  const { lastItemAtMs, nowMs } = feed;
  const hasValidators = etag !== null || lastModified !== null;
  const busyHours = areHoursOutdated(lastItemAtMs, nowMs) ? [] : (feed.busyHours ?? []);
  return { minMs, maxMs, hasValidators, failures: 0, lastItemAtMs, busyHours };
}

/** After a good poll: the wait, and the interval as it would be if the host were not to be spared. */
export function nextTurn(
  feed: FeedToPoll,
  rhythm: Rhythm,
  hints: Hints,
  { random }: Bounds,
): Pick<Rescheduled, 'waitMs' | 'intervalMs'> {
  const now = { nowMs: feed.nowMs, random };
  const intervalMs = waitBeforeNextSync(rhythm, { ...hints, hostStretch: 1 }, now);
  const waitMs = hints.hostStretch === 1 ? intervalMs : waitBeforeNextSync(rhythm, hints, now);
  return { waitMs, intervalMs };
}
