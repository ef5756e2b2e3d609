import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeRedirect } from './redirect_memory.ts';

const HOUR = 3_600_000;
const from = 'https://old.example.org/feed';
const to = 'https://new.example.org/feed';

test('a poll that ends where it began forgets an observed redirect', () => {
  assert.deepEqual(judgeRedirect(from, from, { url: to, seen: 9, forMs: 99 * HOUR }), { kind: 'forget' });
});

test('a redirect is believed after three good polls over 48 hours, not before both', () => {
  assert.deepEqual(judgeRedirect(from, to, null), { kind: 'watch', url: to, seen: 1 });
  assert.deepEqual(judgeRedirect(from, to, { url: to, seen: 1, forMs: 99 * HOUR }), {
    kind: 'watch',
    url: to,
    seen: 2,
  });
  assert.deepEqual(judgeRedirect(from, to, { url: to, seen: 50, forMs: 47 * HOUR }), {
    kind: 'watch',
    url: to,
    seen: 51,
  });
  assert.deepEqual(judgeRedirect(from, to, { url: to, seen: 2, forMs: 48 * HOUR }), { kind: 'rewrite', url: to });
});

test('another target starts the observation anew', () => {
  const verdict = judgeRedirect(from, 'https://third.example.org/', { url: to, seen: 50, forMs: 99 * HOUR });
  assert.deepEqual(verdict, { kind: 'watch', url: 'https://third.example.org/', seen: 1 });
});

test('http to https on the same host and path is believed at once, anything more is not', () => {
  const https = 'https://example.org/feed?x=1';
  assert.deepEqual(judgeRedirect('http://example.org/feed?x=1', https, null), { kind: 'rewrite', url: https });
  for (const other of [
    'http://example.org/feed',
    'http://www.example.org/feed?x=1',
    'http://example.org:8080/feed?x=1',
  ]) {
    assert.equal(judgeRedirect(other, https, null).kind, 'watch', other);
  }
});
