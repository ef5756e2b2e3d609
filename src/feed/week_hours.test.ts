import assert from 'node:assert/strict';
import { test } from 'node:test';
import { busyHoursAhead, findBusyHours, isBusyHour } from './week_hours.ts';

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;
const NOW = Date.UTC(2026, 4, 13, 10, 30); // a Wednesday
const WEDNESDAY_TEN = 3 * 24 + 10;

test('an hour of the week that had an item in two of four weeks is busy', () => {
  assert.deepEqual(findBusyHours([NOW - WEEK, NOW - 3 * WEEK], NOW), [WEDNESDAY_TEN]);
});

test('many items in one week prove nothing, nor do items from before the four weeks', () => {
  assert.deepEqual(findBusyHours([NOW - WEEK, NOW - WEEK - 60_000, NOW - WEEK - 120_000], NOW), []);
  assert.deepEqual(findBusyHours([NOW - WEEK, NOW - 5 * WEEK], NOW), []);
  assert.deepEqual(findBusyHours([NOW + WEEK, NOW - WEEK], NOW), []);
});

test('hours of the week are counted from Sunday midnight GMT', () => {
  for (let hour = 0; hour < 168; hour++) {
    const time = Date.UTC(2026, 4, 10) + hour * HOUR; // a Sunday
    assert.ok(isBusyHour([hour], time));
    assert.ok(isBusyHour([hour], time + HOUR - 1));
    assert.ok(!isBusyHour([hour], time + HOUR));
  }
});

test('the next busy hour is looked for around the week', () => {
  assert.equal(busyHoursAhead([WEDNESDAY_TEN + 1, WEDNESDAY_TEN + 5], NOW), HOUR / 2);
  assert.equal(busyHoursAhead([WEDNESDAY_TEN], NOW), WEEK - HOUR / 2);
  assert.equal(busyHoursAhead([0], NOW), 3.5 * 24 * HOUR + 1.5 * HOUR);
  assert.equal(busyHoursAhead([], NOW), Number.POSITIVE_INFINITY);
});
