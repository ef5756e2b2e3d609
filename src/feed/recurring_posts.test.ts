// Posts that say what others said before them, or that always link to the same page: each is new, and none is new twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Item } from '../store/item.ts';
import { aFeed, anItem, nothing } from './identity_testing.ts';

test('a recurring post with the same words is new each time, whether or not the last one is still there', () => {
  const weekly = (week: number): Item =>
    anItem(`week-${week}`, { title: 'Weekly thread', content: 'Ask here', publishedAt: `2026-01-0${week}T00:00:00Z` });
  const feed = aFeed();
  feed.poll(weekly(1), anItem('a'), anItem('b'));
  assert.deepEqual(feed.poll(weekly(2), weekly(1), anItem('a')).new, ['Weekly thread']);
  assert.deepEqual(feed.poll(weekly(3), anItem('a')).new, ['Weekly thread']);
});

test('a recurring post is new each time, though nothing of the document before is left to tell that its keys hold', () => {
  const feed = aFeed();
  const daily = (day: number, more: Partial<Item> = {}) =>
    anItem(`day-${day}`, { title: 'Daily thread', content: null, publishedAt: `2026-01-0${day}T00:00:00Z`, ...more });
  feed.poll(daily(1), anItem('a'), anItem('b'));
  assert.deepEqual(feed.poll(daily(2), anItem('c'), anItem('d')).new, ['Title d', 'Title c', 'Daily thread']);
  assert.deepEqual(feed.poll(daily(4), daily(3)).new, ['Daily thread', 'Daily thread'], 'of which all recur');
  assert.deepEqual(feed.poll(daily(4), daily(3)), nothing);
  for (const key of [{ guid: null }, { link: null }]) {
    const other = aFeed();
    other.poll(daily(2, key), daily(1, key));
    assert.equal(other.poll(daily(4, key), daily(3, key)).new.length, 2, JSON.stringify(key));
  }
  const shared = aFeed();
  const toFront = { link: 'https://example.org/all' };
  shared.poll(daily(2, toFront), daily(1, toFront));
  assert.equal(shared.poll(daily(4, toFront), daily(3, toFront)).new.length, 2, 'under a link that all entries have');
});

test('a recurring post without a date is new among posts that are', () => {
  const weekly = (week: number) => anItem(`week-${week}`, { title: 'Weekly thread', content: null });
  const feed = aFeed();
  feed.poll(weekly(1), anItem('a'));
  assert.deepEqual(feed.poll(weekly(2), anItem('b')).new, ['Title b', 'Weekly thread']);
  const sameDay = { publishedAt: '2026-01-08T00:00:00Z' };
  const dated = aFeed();
  dated.poll({ ...weekly(1), publishedAt: '2026-01-01T00:00:00Z' }, anItem('a'));
  assert.equal(
    dated.poll({ ...weekly(2), ...sameDay }, anItem('b', sameDay)).new.length,
    2,
    'or with a date of days only',
  );
});

test('guids, links and dates that are made anew with each answer repeat nothing', () => {
  const feed = aFeed();
  const made = (answer: number) =>
    ['b', 'a'].map((name) =>
      anItem(name, {
        guid: `${name} ${answer}`,
        link: `https://example.org/${name}?sid=${answer}`,
        publishedAt: `2026-01-01T00:0${answer}:00Z`,
      }),
    );
  feed.poll(...made(1));
  assert.deepEqual(feed.poll(...made(2)).new, []);
  assert.deepEqual(feed.poll(anItem('c', { publishedAt: '2026-01-01T00:03:00Z' }), ...made(3)).new, ['Title c']);
});

test('issues of a newsletter that all link to its front page are new each, in a document that the last one has left', () => {
  const feed = aFeed();
  const issue = (week: number, more: Partial<Item> = {}) =>
    anItem(`issue-${week}`, { link: 'https://example.org/letter', publishedAt: `2026-01-0${week}T00:00:00Z`, ...more });
  feed.poll(issue(1), anItem('a'));
  feed.poll(anItem('b'), anItem('a'));
  assert.deepEqual(feed.poll(issue(2), anItem('b')).new, ['Title issue-2']);
  assert.deepEqual(feed.poll(issue(2, { guid: 'anew', title: 'Mended' }), anItem('b')).edited, ['Mended']);
});

test('a feed of one entry that always links to the same page still brings each entry', () => {
  const today = (day: number) => anItem(`day-${day}`, { link: 'https://example.org/word-of-the-day' });
  const feed = aFeed();
  feed.poll(today(1));
  assert.deepEqual(feed.poll(today(2)).new, ['Title day-2']);
  assert.deepEqual(feed.poll(today(2)), nothing);
});

test('a feed of one entry that always says the same still brings each entry, by its guid and its link', () => {
  const status = (day: number, changes: Partial<Item> = {}) =>
    anItem(`day-${day}`, { title: 'All is well', content: null, ...changes });
  const feed = aFeed();
  feed.poll(status(1));
  assert.deepEqual(feed.poll(status(2)).new, ['All is well']);
  assert.deepEqual(feed.poll(status(2)), nothing);
  const other = aFeed();
  other.poll(status(1, { link: null }));
  assert.deepEqual(other.poll(status(2, { link: null })).new, [], 'a guid alone may be made anew at each request');
});

test('whatever of its posts a publisher shows, one with words that were there before is new once', () => {
  const keys: Partial<Item>[] = [{}, { guid: null }, { link: null }, { guid: 'anew' }];
  const windows = fc.array(fc.record({ published: fc.nat(6), size: fc.integer({ min: 2, max: 6 }) }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.integer({ min: 1, max: 3 }), windows, (key, wordings, history) => {
      const feed = aFeed();
      const item = (number: number, fetch: number) =>
        anItem(`${number}`, {
          ...key,
          ...(key.guid === 'anew' ? { guid: `${fetch} ${number}` } : {}),
          title: `Wording ${number % wordings}`,
          content: null,
          publishedAt: new Date(Date.UTC(2026, 0, 1 + number)).toISOString(),
        });
      const seen = new Set<number>();
      let number = 2;
      for (const [fetch, { published, size }] of history.entries()) {
        number += published;
        const from = Math.max(0, number - size);
        const shown = Array.from({ length: number - from }, (_, i) => number - 1 - i);
        const { new: brought } = feed.poll(...shown.map((n) => item(n, fetch)));
        assert.equal(brought.length, shown.filter((n) => !seen.has(n)).length);
        for (const n of shown) seen.add(n);
      }
    }),
    { numRuns: 300 },
  );
});
