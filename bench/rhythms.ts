// When items of made-up feeds come: the rhythms that publishers have, over twelve weeks, from a seed.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 84;
/** A Monday, midnight GMT. */
const START_MS = Date.UTC(2026, 0, 5);

export type Random = () => number;

/** Small, fast and the same everywhere (mulberry32): a replay can be repeated from its seed. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** For each rhythm, when its items come: epoch milliseconds, ascending. */
export function makeRhythms(random: Random): Record<string, number[]> {
  const days = Array.from({ length: DAYS }, (_, day) => day);
  const at = (day: number, hour: number, spreadMinutes: number) =>
    START_MS + day * DAY_MS + hour * HOUR_MS + (random() * 2 - 1) * spreadMinutes * MINUTE_MS;
  const isWeekday = (day: number) => day % 7 < 5;
  const rhythms: Record<string, number[]> = {
    'news site, 40 a day from 6 to 22': days.flatMap((day) =>
      scatter(40, random).map((share) => at(day, 6 + 16 * share, 0)),
    ),
    'every hour at ten past': days.flatMap((day) => Array.from({ length: 24 }, (_, hour) => at(day, hour + 1 / 6, 2))),
    'weekday blog at 7:05, give or take 20 min': days.filter(isWeekday).map((day) => at(day, 7 + 1 / 12, 20)),
    'daily at any hour': days.map((day) => at(day, 24 * random(), 0)),
    'weekly podcast, Thursday 5:15': days.filter((day) => day % 7 === 3).map((day) => at(day, 5.25, 10)),
    'weekly at any time': days.filter((day) => day % 7 === 0).map((day) => at(day + 6 * random(), 24 * random(), 0)),
    'releases, three in an hour every ten days': days
      .filter((day) => day % 10 === 0)
      .flatMap((day) => [0, 20, 55].map((minute) => at(day, 14 + minute / 60 + (day % 7), 0))),
    'twice a month at any time': scatter(6, random).map((share) => START_MS + share * DAYS * DAY_MS),
  };
  return Object.fromEntries(Object.entries(rhythms).map(([name, times]) => [name, times.toSorted((a, b) => a - b)]));
}

function scatter(count: number, random: Random): number[] {
  return Array.from({ length: count }, () => random());
}
