import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGoneForGood, judgeFailures } from './feed_health.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('a feed is given up after thirty days and twenty failures, never before both', () => {
  const giveUp = (failures: number, days: number) =>
    judgeFailures({ failures, failingForMs: days * DAY, areReadersTold: true }).giveUp;
  assert.deepEqual([giveUp(20, 30), giveUp(19, 300), giveUp(2000, 29.9)], [true, false, false]);
});

test('readers are told once, after seven days', () => {
  const tell = (days: number, areReadersTold: boolean) =>
    judgeFailures({ failures: 9, failingForMs: days * DAY, areReadersTold }).tellReaders;
  assert.deepEqual([tell(6.9, false), tell(7, false), tell(8, true)], [false, true, false]);
});

test('a 410 is final when a second one comes a day later', () => {
  assert.deepEqual([isGoneForGood(null), isGoneForGood(23 * HOUR), isGoneForGood(24 * HOUR)], [false, false, true]);
});
