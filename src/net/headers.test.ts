import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { conditionalHeaders, freshForMs, readValidators, retryAfterMs } from './headers.ts';

const DATE = 'Tue, 15 Nov 1994 08:00:00 GMT';
/** Our own clock, years off: no wait may depend on it when the answer has a Date. */
const NOW_MS = Date.parse('2020-01-01T00:00:00Z');
const DAY_MS = 86_400_000;

test('Retry-After is read as seconds or as a date against the answer’s own clock', () => {
  const cases: [string | string[], number | null][] = [
    ['120', 120_000],
    [' 120 ', 120_000],
    ['1.5', 1500],
    [['60', '90'], 60_000],
    ['Tue, 15 Nov 1994 08:10:00 GMT', 600_000],
    ['Tuesday, 15-Nov-94 08:10:00 GMT', 600_000],
    ['Tue Nov 15 08:10:00 1994', 600_000],
    ['Tue, 15 Nov 1994 09:10:00 +0100', 600_000],
    ['999999999', 7 * DAY_MS],
    ['Tue, 15 Nov 2094 08:10:00 GMT', 7 * DAY_MS],
    ['0', null],
    ['-5', null],
    ['soon', null],
    ['', null],
    ['Tue, 15 Nov 1994 07:00:00 GMT', null],
    ['Infinity', null],
    ['0x10', null],
  ];
  for (const [value, waitMs] of cases) {
    assert.equal(retryAfterMs({ date: DATE, 'retry-after': value }, NOW_MS), waitMs, String(value));
  }
  assert.equal(retryAfterMs({ date: DATE }, NOW_MS), null);
});

test('a Retry-After date counts against our clock when the answer names no Date', () => {
  assert.equal(retryAfterMs({ 'retry-after': 'Wed, 01 Jan 2020 00:01:00 GMT' }, NOW_MS), 60_000);
});

test('freshness is the longer of max-age and Expires less Age, at most a day, and nothing where caching is forbidden', () => {
  const expires = (value: string) => ({ expires: value });
  const control = (value: string) => ({ 'cache-control': value });
  const cases: [Record<string, string | string[]>, number][] = [
    [{}, 0],
    [control('max-age=600'), 600_000],
    [control('public, Max-Age = 600'), 600_000],
    [control('max-age="600"'), 600_000],
    [{ 'cache-control': ['public', 'max-age=600'] }, 600_000],
    [{ ...control('max-age=600'), age: '100' }, 500_000],
    [{ ...control('max-age=600'), age: '900' }, 0],
    [expires('Tue, 15 Nov 1994 08:10:00 GMT'), 600_000],
    [{ ...expires('Tue, 15 Nov 1994 08:10:00 GMT'), age: '60' }, 540_000],
    [{ ...control('max-age=60'), ...expires('Tue, 15 Nov 1994 08:10:00 GMT') }, 600_000],
    [expires('0'), 0],
    [expires('-1'), 0],
    [expires('Mon, 14 Nov 1994 08:10:00 GMT'), 0],
    [control('no-cache, max-age=600'), 0],
    [control('no-cache="set-cookie", max-age=600'), 0],
    [control('no-store, max-age=600'), 0],
    [{ ...control('max-age=0'), ...expires('Tue, 15 Nov 1994 08:10:00 GMT') }, 0],
    [control('s-maxage=900'), 0],
    [control('x-max-age=900'), 0],
    [control('max-age=-900'), 0],
    [control('max-age=99999999999999999999'), DAY_MS],
  ];
  for (const [headers, freshMs] of cases) {
    assert.equal(freshForMs({ date: DATE, ...headers }, NOW_MS), freshMs, JSON.stringify(headers));
  }
});

test('no header text makes a wait that is negative, endless or not a number', () => {
  const header = fc.oneof(
    fc.string(),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
    fc.integer().map((seconds) => `max-age=${seconds}`),
  );
  fc.assert(
    fc.property(
      fc.record({ date: header, age: header, expires: header, 'cache-control': header, 'retry-after': header }),
      (headers) => {
        const freshMs = freshForMs(headers, NOW_MS);
        const waitMs = retryAfterMs(headers, NOW_MS) ?? 1;
        return freshMs >= 0 && freshMs <= DAY_MS && waitMs > 0 && waitMs <= 7 * DAY_MS;
      },
    ),
  );
});

test('validators are kept verbatim, and those a 304 leaves out keep their old value', () => {
  const old = { etag: 'W/"old"', lastModified: 'yesterday' };
  assert.deepEqual(readValidators({ etag: 'W/"a \xe9"' }), { etag: 'W/"a \xe9"', lastModified: null });
  assert.deepEqual(readValidators({ etag: '"new"' }, old), { etag: '"new"', lastModified: 'yesterday' });
  assert.deepEqual(readValidators({ etag: '', 'last-modified': ['a', 'b'] }, old), {
    etag: 'W/"old"',
    lastModified: 'a',
  });
  for (const etag of ['x'.repeat(1025), '"\x01"'])
    assert.deepEqual(readValidators({ etag }), { etag: null, lastModified: null });
});

test('a validator that is empty or absent is not sent', () => {
  assert.deepEqual(conditionalHeaders({ etag: '', lastModified: null }), {});
  assert.deepEqual(conditionalHeaders({ etag: '"a"', lastModified: 'then' }), {
    'if-none-match': '"a"',
    'if-modified-since': 'then',
  });
});
