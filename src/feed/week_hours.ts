// Hours of the week: 0 is Sunday midnight to one o'clock GMT, 167 the last of Saturday. When items come, and when a publisher wants peace.

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 7 * 24;
const WEEKS = 4;
/** The epoch began on a Thursday. */
const EPOCH_HOUR = 4 * 24;

/**
 * The hours of the week in which a feed's items come: those that had one in at least two of the last four weeks. One week proves nothing.
 * @param arrivalsMs when items came, epoch milliseconds; older ones are left out
 */
export function findBusyHours(arrivalsMs: readonly number[], nowMs: number): number[] {
  const weeksOf = new Map<number, Set<number>>();
  for (const arrivalMs of arrivalsMs) {
    const weeksAgo = Math.floor((nowMs - arrivalMs) / (WEEK_HOURS * HOUR_MS));
    if (weeksAgo < 0 || weeksAgo >= WEEKS) continue;
    const hour = weekHour(arrivalMs);
    weeksOf.set(hour, (weeksOf.get(hour) ?? new Set()).add(weeksAgo));
  }
  return [...weeksOf].filter(([, weeks]) => weeks.size >= 2).map(([hour]) => hour);
}

/** Whether hours that were found when the last item came would not be found any more: of the four weeks one is left that had items. */
export function areHoursOutdated(lastItemAtMs: number | null, nowMs: number): boolean {
  return lastItemAtMs === null || nowMs - lastItemAtMs >= (WEEKS - 1) * WEEK_HOURS * HOUR_MS;
}

/** Whether `nowMs`, epoch milliseconds, is in one of these hours of the week. */
export function isBusyHour(busyHours: readonly number[], nowMs: number): boolean {
  return busyHours.includes(weekHour(nowMs));
}

/** Milliseconds until the next busy hour begins; infinite where there is none. */
export function busyHoursAhead(busyHours: readonly number[], nowMs: number): number {
  const intoHourMs = nowMs % HOUR_MS;
  const hoursAhead = busyHours.map((hour) => (hour - weekHour(nowMs) + WEEK_HOURS) % WEEK_HOURS || WEEK_HOURS);
  return Math.min(...hoursAhead) * HOUR_MS - intoHourMs;
}

/**
 * Lengthen a wait that ends in an hour or on a day which the publisher asked to skip (RSS 2.0, skipHours and skipDays), to the start
 * of the next open hour, spread over its first tenth. A publisher who closes every hour is not believed.
 */
export function skipClosedHours(
  waitMs: number,
  { skipHours, skipDays }: { skipHours: readonly number[]; skipDays: readonly number[] },
  { nowMs, random }: { nowMs: number; random: () => number },
): number {
  if (skipHours.length + skipDays.length === 0) return waitMs;
  const isOpen = (hour: number) => !skipHours.includes(hour % 24) && !skipDays.includes(Math.floor(hour / 24));
  const endMs = nowMs + waitMs;
  const closedHours = Array.from({ length: WEEK_HOURS }, (_, ahead) => ahead).find((ahead) =>
    isOpen((weekHour(endMs) + ahead) % WEEK_HOURS),
  );
  if (closedHours === undefined || closedHours === 0) return waitMs;
  const hourStartMs = endMs - (endMs % HOUR_MS) + closedHours * HOUR_MS;
  return hourStartMs - nowMs + random() * 0.1 * HOUR_MS;
}

function weekHour(timeMs: number): number {
  return (Math.floor(timeMs / HOUR_MS) + EPOCH_HOUR) % WEEK_HOURS;
}
