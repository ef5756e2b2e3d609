import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  arrivalOf,
  type Hints,
  hostPause,
  isActive,
  NO_HINTS,
  type Rhythm,
  stretchOfHost,
  waitBeforeNextSync,
} from './schedule.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 4, 13, 10, 30); // a Wednesday
const WEDNESDAY_TEN = 3 * 24 + 10;

const quiet: Rhythm = {
  minMs: 60 * SECOND,
  maxMs: 900 * SECOND,
  hasValidators: true,
  failures: 0,
  lastItemAtMs: NOW - 10 * DAY,
  busyHours: [],
};

function wait(feed: Partial<Rhythm>, hints: Partial<Hints> = {}, random = 0): number {
  return waitBeforeNextSync({ ...quiet, ...feed }, { ...NO_HINTS, ...hints }, { nowMs: NOW, random: () => random });
}

const cases: { says: string; feed?: Partial<Rhythm>; hints?: Partial<Hints>; waitMs: number }[] = [
  { says: 'a quiet feed waits SYNC_MAX', waitMs: 900 * SECOND },
  { says: 'a feed without any item waits SYNC_MAX', feed: { lastItemAtMs: null }, waitMs: 900 * SECOND },
  {
    says: 'an item of the last two hours keeps it at SYNC_MIN',
    feed: { lastItemAtMs: NOW - 2 * HOUR + 1 },
    waitMs: 60 * SECOND,
  },
  { says: 'after two hours a tenth of the silence', feed: { lastItemAtMs: NOW - 2 * HOUR }, waitMs: 720 * SECOND },
  { says: 'a busy hour keeps it at SYNC_MIN', feed: { busyHours: [WEDNESDAY_TEN] }, waitMs: 60 * SECOND },
  { says: 'a busy hour of another day does not', feed: { busyHours: [WEDNESDAY_TEN + 24] }, waitMs: 900 * SECOND },
  {
    says: 'a wait ends where a busy hour begins',
    feed: { busyHours: [WEDNESDAY_TEN + 1], maxMs: DAY },
    waitMs: 0.5 * HOUR,
  },
  { says: 'without validators an hour', feed: { hasValidators: false }, waitMs: HOUR },
  {
    says: 'without validators but active SYNC_MIN',
    feed: { hasValidators: false, lastItemAtMs: NOW },
    waitMs: 60 * SECOND,
  },
  { says: 'a fixed interval stays fixed', feed: { hasValidators: false, maxMs: 60 * SECOND }, waitMs: 60 * SECOND },
  { says: 'Cache-Control slows down', hints: { freshForMs: 2 * HOUR }, waitMs: 2 * HOUR },
  { says: 'a short max-age never speeds polling up', hints: { freshForMs: SECOND }, waitMs: 900 * SECOND },
  { says: 'ttl slows an active feed too', feed: { lastItemAtMs: NOW }, hints: { ttlMs: HOUR }, waitMs: HOUR },
  {
    says: 'the longest hint wins',
    hints: { ttlMs: HOUR, updatePeriodMs: 3 * HOUR, freshForMs: 2 * HOUR },
    waitMs: 3 * HOUR,
  },
  { says: 'hints are capped at a day', hints: { updatePeriodMs: 30 * DAY }, waitMs: DAY },
  { says: 'Retry-After may be longer than a day', hints: { retryAfterMs: 3 * DAY }, waitMs: 3 * DAY },
  { says: 'Retry-After is capped at a week', hints: { retryAfterMs: 365 * DAY }, waitMs: 7 * DAY },
  { says: 'Retry-After never comes sooner than the base', hints: { retryAfterMs: SECOND }, waitMs: 900 * SECOND },
  { says: 'few failures change little', feed: { failures: 1 }, waitMs: 900 * SECOND },
  { says: 'failures double the wait', feed: { failures: 6 }, waitMs: 64 * 60 * SECOND },
  { says: 'failures are capped at a day', feed: { failures: 5000 }, waitMs: DAY },
  { says: 'a crowded host stretches the interval', hints: { hostStretch: 3 }, waitMs: 2700 * SECOND },
  { says: 'a skipped hour is waited out', hints: { skipHours: [10, 11] }, waitMs: 1.5 * HOUR },
  { says: 'a skipped day is waited out', hints: { skipDays: [3] }, waitMs: 13.5 * HOUR },
  { says: 'hours of another time do not matter', hints: { skipHours: [12], skipDays: [4] }, waitMs: 900 * SECOND },
  {
    says: 'a publisher who skips every hour is not believed',
    hints: { skipHours: [...Array(24).keys()] },
    waitMs: 900 * SECOND,
  },
  { says: 'nor one who skips every day', hints: { skipDays: [0, 1, 2, 3, 4, 5, 6] }, waitMs: 900 * SECOND },
];

for (const { says, feed, hints, waitMs } of cases) {
  test(`schedule: ${says}`, () => assert.equal(wait(feed ?? {}, hints), waitMs));
}

test('jitter adds up to a tenth, and never takes away', () => {
  assert.equal(wait({}, {}, 0.5), 945 * SECOND);
  assert.ok(wait({}, {}, 0.999999) < 990 * SECOND);
});

test('active is an item of the last two hours or a busy hour', () => {
  assert.equal(isActive({ lastItemAtMs: null, busyHours: [] }, NOW), false);
  assert.equal(isActive({ lastItemAtMs: NOW - HOUR, busyHours: [] }, NOW), true);
  assert.equal(isActive({ lastItemAtMs: null, busyHours: [WEDNESDAY_TEN] }, NOW), true);
});

test('items of a first fetch count by a past published date or not at all', () => {
  const item = { firstSeenAtMs: NOW, publishedAtMs: NOW - DAY };
  assert.equal(arrivalOf({ ...item, isFromFirstFetch: false }), NOW);
  assert.equal(arrivalOf({ ...item, isFromFirstFetch: true }), NOW - DAY);
  assert.equal(arrivalOf({ ...item, publishedAtMs: NOW + DAY, isFromFirstFetch: true }), null);
  assert.equal(arrivalOf({ ...item, publishedAtMs: null, isFromFirstFetch: true }), null);
});

test('a host that answers 429 rests 15 minutes, doubling to four hours, or as long as it says', () => {
  const rests = [0, 1, 2, 3, 4, 5, 100].map((pauses) => hostPause({ retryAfterMs: null, pauses }) / HOUR);
  assert.deepEqual(rests, [0.25, 0.5, 1, 2, 4, 4, 4]);
  assert.equal(hostPause({ retryAfterMs: 42 * SECOND, pauses: 3 }), 42 * SECOND);
  assert.equal(hostPause({ retryAfterMs: 30 * DAY, pauses: 0 }), 7 * DAY);
});

test('feeds of a host that allows fewer requests stretch evenly until they fit', () => {
  const host = { concurrency: 2, pollMs: 500 };
  assert.equal(stretchOfHost({ ...host, wantedPerMs: 2 / (60 * SECOND) }), 1);
  assert.equal(stretchOfHost({ ...host, wantedPerMs: 720 / (60 * SECOND) }).toFixed(6), '3.000000');
});

const rhythms: fc.Arbitrary<Rhythm> = fc.record({
  minMs: fc.integer({ min: 1000, max: 60_000 }),
  maxMs: fc.integer({ min: 60_000, max: DAY }),
  hasValidators: fc.boolean(),
  failures: fc.nat(2000),
  lastItemAtMs: fc.option(fc.integer({ min: 0, max: NOW })),
  busyHours: fc.array(fc.nat(167), { maxLength: 30 }),
});
const hintsOf: fc.Arbitrary<Hints> = fc.record({
  freshForMs: fc.nat(400 * DAY),
  ttlMs: fc.nat(30 * DAY),
  updatePeriodMs: fc.nat(400 * DAY),
  retryAfterMs: fc.nat(400 * DAY),
  skipHours: fc.array(fc.nat(23), { maxLength: 24 }),
  skipDays: fc.array(fc.nat(6), { maxLength: 7 }),
  hostStretch: fc.double({ min: 1, max: 100, noNaN: true }),
});
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('every wait is at least SYNC_MIN and Retry-After, keeps hints up to a day, and ends', () => {
  fc.assert(
    fc.property(rhythms, hintsOf, chance, (feed, hints, random) => {
      const waitMs = waitBeforeNextSync(feed, hints, { nowMs: NOW, random: () => random });
      assert.ok(waitMs >= feed.minMs);
      assert.ok(waitMs >= Math.min(hints.retryAfterMs, 7 * DAY));
      assert.ok(waitMs >= Math.min(Math.max(hints.freshForMs, hints.ttlMs, hints.updatePeriodMs), DAY));
      assert.ok(waitMs <= 7 * DAY * 1.1 + 8 * DAY, 'a week with jitter, and a closed week at most');
    }),
  );
});

test('no hint ever makes us come sooner', () => {
  fc.assert(
    fc.property(rhythms, hintsOf, (feed, hints) => {
      const now = { nowMs: NOW, random: () => 0 };
      assert.ok(waitBeforeNextSync(feed, hints, now) >= waitBeforeNextSync(feed, NO_HINTS, now));
    }),
  );
});

test('a wait never ends in an hour or on a day that the publisher closed', () => {
  fc.assert(
    fc.property(rhythms, hintsOf, chance, (feed, hints, random) => {
      fc.pre(new Set(hints.skipHours).size < 24 && new Set(hints.skipDays).size < 7);
      const end = new Date(NOW + waitBeforeNextSync(feed, hints, { nowMs: NOW, random: () => random }));
      assert.ok(!hints.skipHours.includes(end.getUTCHours()) && !hints.skipDays.includes(end.getUTCDay()));
    }),
  );
});
