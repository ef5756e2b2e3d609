import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remember } from './remember.ts';

test('what is asked for again is made once, and what was not asked for longest is forgotten', () => {
  const made: string[] = [];
  const upper = remember(
    (key) => {
      made.push(key);
      return key.toUpperCase();
    },
    { entries: 2 },
  );
  assert.deepEqual(['a', 'b', 'a', 'c', 'a', 'b'].map(upper), ['A', 'B', 'A', 'C', 'A', 'B']);
  assert.deepEqual(made, ['a', 'b', 'c', 'b']);
});

test('the sum of weights is bounded, and what is too heavy is never kept', () => {
  const made: string[] = [];
  const same = remember(
    (key) => {
      made.push(key);
      return key;
    },
    { entries: 10, weight: 5, weigh: (key) => key.length },
  );
  for (const key of ['aaa', 'bb', 'aaa', 'cc', 'bb', 'long enough', 'long enough', 'bb']) same(key);
  assert.deepEqual(made, ['aaa', 'bb', 'cc', 'bb', 'long enough', 'long enough']);
});
