import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitAfterFailure } from './pace.ts';
import { isAtFault } from './park.ts';

const HOUR_MS = 3_600_000;
const alone = { passed: false, failing: false };
const passing = { passed: true, failing: true };
const outage = { passed: false, failing: true };
const failing = (tries: number, hours: number) => ({ tries, unanswered: 0, triedForMs: hours * HOUR_MS });
const unanswered = (count: number, hours = 0) => ({ tries: count, unanswered: count, triedForMs: hours * HOUR_MS });

test('an item is at fault after eight tries over an hour, when others pass', () => {
  assert.equal(isAtFault(failing(7, 2), passing), false);
  assert.equal(isAtFault(failing(8, 0.9), passing), false);
  assert.equal(isAtFault(failing(8, 1), passing), true);
});

test('three tries without an answer are enough, when others pass', () => {
  assert.equal(isAtFault(unanswered(2), passing), false);
  assert.equal(isAtFault(unanswered(3), passing), true);
});

test('in an outage no item is at fault', () => {
  assert.equal(isAtFault(failing(1000, 100), outage), false);
  assert.equal(isAtFault(unanswered(1000, 100), outage), false);
});

test('a chat that is alone is given time for an outage to end, but not for ever', () => {
  assert.equal(isAtFault(failing(100, 23), alone), false);
  assert.equal(isAtFault(failing(100, 24), alone), true);
  assert.equal(isAtFault(unanswered(3, 0.5), alone), false);
  assert.equal(isAtFault(unanswered(3, 1), alone), true);
});

test('waits double from a second to ten minutes, and eight tries take less than an hour of them', () => {
  assert.deepEqual([1, 2, 3, 11].map(waitAfterFailure), [1000, 2000, 4000, 600_000]);
  assert.equal(waitAfterFailure(10_000), 600_000);
});
