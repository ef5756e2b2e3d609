// An operator's own choice of what makes an item the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFeed, anItem, nothing } from './identity_testing.ts';
import type { ContentField } from './item_hashes.ts';

test('fields chosen by an operator decide alone what is new', () => {
  const feed = aFeed({ contentFields: ['title'] });
  feed.poll(anItem('a'));
  assert.deepEqual(feed.poll(anItem('a', { title: 'Other' })).new, ['Other']);
  assert.deepEqual(feed.poll(anItem('b', { title: 'Other' })).new, []);
});

test('entries that have none of an operator’s fields are told apart as any others', () => {
  const feed = aFeed({ contentFields: ['guid'] });
  const without = (name: string) => anItem(name, { guid: null });
  assert.equal(feed.poll(without('b'), without('a'), anItem('with')).new.length, 3);
  assert.deepEqual(feed.poll(without('c'), without('b'), without('a'), anItem('with')).new, ['Title c']);
});

test('a recurring post is new when an operator’s fields have been dropped or changed, too', () => {
  const daily = (day: number) =>
    anItem(`day-${day}`, { title: 'Daily thread', content: null, publishedAt: `2026-01-0${day}T00:00:00Z` });
  for (const fields of [null, ['guid'] as ContentField[]]) {
    const feed = aFeed({ contentFields: ['title', 'publication_date'] });
    feed.poll(daily(1), anItem('a'));
    feed.poll(anItem('b'), anItem('a'));
    feed.choose(fields);
    feed.poll(anItem('c'), anItem('b'));
    assert.deepEqual(feed.poll(daily(2), anItem('c'), anItem('b')).new, ['Daily thread'], `${fields}`);
  }
});

test('choosing, changing and dropping an operator’s fields makes nothing new', () => {
  const items = [anItem('c'), anItem('b'), anItem('a')];
  const feed = aFeed();
  feed.poll(...items);
  for (const fields of [['link', 'title'], ['author', 'guid'], null, ['description'], null] as (
    | ContentField[]
    | null
  )[]) {
    feed.choose(fields);
    assert.deepEqual(feed.poll(...items), nothing, JSON.stringify(fields));
  }
});
