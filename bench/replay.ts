// Replays when items came against a rule that says when to ask: how late each was seen, and for how many requests.
import { NO_HINTS, waitBeforeNextSync } from '../src/feed/schedule.ts';
import { findBusyHours } from '../src/feed/week_hours.ts';
import type { Random } from './rhythms.ts';

/** `seenAtMs`: when the items known so far were first seen, or published where they were there before we were. */
export type Rule = (seenAtMs: readonly number[], nowMs: number, random: Random) => number;

export type Replay = { delaysMs: number[]; requests: number };

/** Ask from `fromMs` on; items before that are what a first fetch finds. */
export function replay(itemTimesMs: readonly number[], fromMs: number, rule: Rule, random: Random): Replay {
  const coming = itemTimesMs.filter((timeMs) => timeMs > fromMs);
  const seenAtMs = itemTimesMs.filter((timeMs) => timeMs <= fromMs);
  const result: Replay = { delaysMs: [], requests: 0 };
  let nowMs = fromMs;
  while (result.delaysMs.length < coming.length) {
    nowMs += rule(seenAtMs, nowMs, random);
    result.requests += 1;
    for (let timeMs = coming[result.delaysMs.length]; timeMs !== undefined && timeMs <= nowMs; ) {
      result.delaysMs.push(nowMs - timeMs);
      seenAtMs.push(nowMs);
      timeMs = coming[result.delaysMs.length];
    }
  }
  return result;
}

export function fixedRule(intervalMs: number): Rule {
  return () => intervalMs;
}

/** Ours, with the default settings: what a poll that ended well schedules. */
export function ourRule({ hasValidators }: { hasValidators: boolean }): Rule {
  let busyHours: number[] = [];
  let countedItems = -1;
  let countedAtMs = 0;
  return (seenAtMs, nowMs, random) => {
    if (seenAtMs.length !== countedItems || nowMs - countedAtMs > 86_400_000) {
      busyHours = findBusyHours(seenAtMs, nowMs);
      countedItems = seenAtMs.length;
      countedAtMs = nowMs;
    }
    const lastItemAtMs = seenAtMs.at(-1) ?? null;
    const rhythm = { minMs: 60_000, maxMs: 900_000, hasValidators, failures: 0, lastItemAtMs, busyHours };
    return waitBeforeNextSync(rhythm, NO_HINTS, { nowMs, random });
  };
}
