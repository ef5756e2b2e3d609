import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasScheme, readTypedUrl } from './typed_url.ts';

/** What is typed, and the URL that is meant; null where it is none. */
const TYPED: [string, string | null][] = [
  ['harbour.example', 'https://harbour.example/'],
  ['HARBOUR.example/Feed', 'https://harbour.example/Feed'],
  ['HTTP://Harbour.Example', 'http://harbour.example/'],
  ['http:/harbour.example/feed', 'http://harbour.example/feed'],
  ['https:harbour.example', 'https://harbour.example/'],
  ['https://harbour.example./feed', 'https://harbour.example/feed'],
  ['harbour.example:8080/feed#top', 'https://harbour.example:8080/feed'],
  ['гавань.рф/лента', 'https://xn--80aafc7c0e.xn--p1ai/%D0%BB%D0%B5%D0%BD%D1%82%D0%B0'],
  ['feed://harbour.example/rss', 'http://harbour.example/rss'],
  ['pcast://harbour.example/show', 'http://harbour.example/show'],
  ['itpc:https://harbour.example/show', 'https://harbour.example/show'],
  ['feed:https://harbour.example/rss', 'https://harbour.example/rss'],
  ['<https://harbour.example/a>', 'https://harbour.example/a'],
  ['"https://harbour.example/a"', 'https://harbour.example/a'],
  ['«harbour.example/a»', 'https://harbour.example/a'],
  ['(https://harbour.example/a)', 'https://harbour.example/a'],
  ['https://harbour.example/tide_(sea)', 'https://harbour.example/tide_(sea)'],
  ['[::1]:8080', 'https://[::1]:8080/'],
  ['localhost:3000', 'https://localhost:3000/'],
  ['harbour', null],
  ['ftp://harbour.example', null],
  ['javascript:alert(1)', null],
  ['https://harbour.example:99999', null],
  ['https://', null],
  ['https://.', null],
  [`https://harbour.example/${'a'.repeat(2000)}`, null],
];

for (const [typed, url] of TYPED) {
  test(`${typed.slice(0, 60)} means ${url ?? 'no web address'}`, () => {
    if (url === null) assert.throws(() => readTypedUrl(typed), { key: 'invalid-url' });
    else assert.equal(readTypedUrl(typed), url);
  });
}

test('a scheme is seen behind what stands around an address', () => {
  assert.deepEqual(['"http://a.example"', 'feed://a.example', 'http:a.example'].map(hasScheme), [true, true, true]);
  assert.deepEqual(['a.example', '(a.example)', 'a.example:80'].map(hasScheme), [false, false, false]);
});
