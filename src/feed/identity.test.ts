import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '../store/item.ts';
import { aFeed, anItem, nothing } from './identity_testing.ts';

test('what a document shows again is known, and what was not there before is new, oldest first', () => {
  const feed = aFeed();
  assert.deepEqual(feed.poll(anItem('b'), anItem('a')).new, ['Title a', 'Title b']);
  assert.deepEqual(feed.poll(anItem('d'), anItem('c'), anItem('b'), anItem('a')).new, ['Title c', 'Title d']);
});

test('guids that change on every fetch do not repeat items whose links stay, edited or not', () => {
  const feed = aFeed();
  feed.poll(anItem('b', { guid: '1' }), anItem('a', { guid: '2' }));
  assert.deepEqual(feed.poll(anItem('b', { guid: '3' }), anItem('a', { guid: '4' })), nothing);
  assert.deepEqual(feed.poll(anItem('b', { guid: '5', title: 'Mended' }), anItem('a', { guid: '6' })), {
    ...nothing,
    edited: ['Mended'],
  });
});

test('a guid that all entries share says nothing, and links tell them apart', () => {
  const feed = aFeed();
  feed.poll(anItem('b', { guid: '0' }), anItem('a', { guid: '0' }));
  assert.deepEqual(feed.poll(anItem('c', { guid: '0' }), anItem('b', { guid: '0' })).new, ['Title c']);
  assert.deepEqual(
    feed.poll(anItem('d', { guid: '0' })).new,
    ['Title d'],
    'alone in a document it is still no identity',
  );
});

test('a guid or a link that two entries of a document share is no sign of an older item that had it', () => {
  for (const shared of [{ guid: '0' }, { guid: null, link: 'https://example.org/all' }]) {
    const feed = aFeed();
    feed.poll(anItem('a', shared));
    assert.deepEqual(feed.poll(anItem('c', shared), anItem('b', shared)).new, ['Title b', 'Title c']);
  }
});

test('a key that a document leaves out once is still known in the next', () => {
  const feed = aFeed();
  feed.poll(anItem('a'), anItem('b'));
  feed.poll(anItem('a', { guid: null }), anItem('b', { guid: null }));
  const changed = anItem('a', { link: 'https://example.org/new', title: 'Mended' });
  assert.deepEqual(feed.poll(changed, anItem('b')), { ...nothing, edited: ['Mended'] });
});

test('entries without guids are told apart by links, and without both by title and text', () => {
  const feed = aFeed();
  feed.poll(anItem('b', { guid: null }), anItem('a', { guid: null, link: null }));
  const again = [
    anItem('c', { guid: null, link: null }),
    anItem('b', { guid: null }),
    anItem('a', { guid: null, link: null }),
  ];
  assert.deepEqual(feed.poll(...again).new, ['Title c']);
});

test('guids that are mere positions do not hide the entry that moved all others down', () => {
  const feed = aFeed();
  feed.poll(anItem('b', { guid: '1' }), anItem('a', { guid: '2' }));
  const moved = [anItem('c', { guid: '1' }), anItem('b', { guid: '2' }), anItem('a', { guid: '3' })];
  assert.deepEqual(feed.poll(...moved), { ...nothing, new: ['Title c'] });
  assert.deepEqual(feed.poll(anItem('d', { guid: '1' }), anItem('c', { guid: '2' })).new, ['Title d']);
});

test('another order is no news', () => {
  const feed = aFeed();
  feed.poll(anItem('c'), anItem('b'), anItem('a'));
  assert.deepEqual(feed.poll(anItem('a'), anItem('c'), anItem('b')), nothing);
});

test('an edited title or text is a revision, not a new item', () => {
  const feed = aFeed();
  feed.poll(anItem('b'), anItem('a'));
  assert.deepEqual(feed.poll(anItem('b', { title: 'Better' }), anItem('a', { content: 'Longer' })), {
    ...nothing,
    edited: ['Better', 'Title a'],
  });
});

test('a changed attribute in the markup is no edit', () => {
  const feed = aFeed();
  feed.poll(anItem('a', { content: '<p data-nonce="1">Text</p>' }));
  assert.deepEqual(feed.poll(anItem('a', { content: '<p data-nonce="2">Text</p>' })), nothing);
});

test('the newest entry may be deleted, and come back, without a repeat', () => {
  const feed = aFeed();
  feed.poll(anItem('b'), anItem('a'));
  assert.deepEqual(feed.poll(anItem('a')), nothing);
  assert.deepEqual(feed.poll(anItem('b'), anItem('a')), nothing);
});

test('a feed that is emptied and filled again repeats nothing', () => {
  const feed = aFeed();
  feed.poll(anItem('b'), anItem('a'));
  assert.deepEqual(feed.poll(), nothing);
  assert.deepEqual(feed.poll(anItem('c'), anItem('b'), anItem('a')), { ...nothing, new: ['Title c'] });
});

test('a pinned old item on top neither repeats nor hides what is new below it', () => {
  const feed = aFeed();
  feed.poll(anItem('b'), anItem('a'), anItem('pinned'));
  assert.deepEqual(feed.poll(anItem('pinned'), anItem('c'), anItem('b'), anItem('a')).new, ['Title c']);
});

test('a key kind that changes from one document to the next repeats nothing and loses nothing', () => {
  const kinds: Partial<Item>[] = [{}, { guid: null }, { link: null }, { guid: null, link: null }];
  for (const before of kinds) {
    for (const after of kinds) {
      const feed = aFeed();
      feed.poll(anItem('b', before), anItem('a', before));
      const { new: fresh } = feed.poll(anItem('c', after), anItem('b', after), anItem('a', after));
      assert.deepEqual(fresh, ['Title c'], JSON.stringify({ before, after }));
    }
  }
});

test('a post that came while the publisher’s keys were others is known when they are back', () => {
  const feed = aFeed();
  feed.poll(anItem('b', { guid: 'random 1' }), anItem('a', { guid: 'random 2' }));
  const withoutLinks = ['c', 'b', 'a'].map((name, i) => anItem(name, { guid: `random ${3 + i}`, link: null }));
  assert.deepEqual(feed.poll(...withoutLinks).new, ['Title c']);
  const again = ['c', 'b', 'a'].map((name, i) => anItem(name, { guid: `random ${6 + i}` }));
  assert.deepEqual(feed.poll(...again).new, []);
});

test('a site that moves, with new guids and new links for all, repeats nothing and is followed from there on', () => {
  const feed = aFeed();
  const moved = (name: string, changes: Partial<Item> = {}) =>
    anItem(name, { guid: `new-${name}`, link: `https://new.example.com/x/${name}`, ...changes });
  feed.poll(anItem('b'), anItem('a'));
  assert.deepEqual(feed.poll(moved('c'), moved('b'), moved('a')).new, ['Title c']);
  assert.deepEqual(feed.poll(moved('b', { title: 'Mended' }), moved('a')), { ...nothing, edited: ['Mended'] });
});

test('a link that two items had is known as that of the one that stayed', () => {
  const feed = aFeed();
  const shared = (title: string) => anItem(title, { guid: null, title, link: 'https://example.org/live' });
  feed.poll(shared('Breaking'), shared('Report'), anItem('a', { guid: null }));
  feed.poll(shared('Report'), anItem('a', { guid: null }));
  for (const title of ['Report, mended', 'Report, mended again'])
    assert.deepEqual(feed.poll(shared(title), anItem('a', { guid: null })), { ...nothing, edited: [title] });
});

test('a link to the feed’s own home page identifies nothing', () => {
  const feed = aFeed({ homeUrl: 'https://www.example.org/show/' });
  const episode = (name: string) => anItem(name, { guid: null, link: 'http://example.org/show' });
  feed.poll(episode('a'));
  assert.deepEqual(feed.poll(episode('b')).new, ['Title b']);
});

test('https, www, a last slash and tracking parameters do not make another link', () => {
  const feed = aFeed();
  feed.poll(anItem('a', { guid: null, link: 'http://www.example.org/a/?utm_source=rss&id=1' }));
  const again = anItem('a', { guid: null, title: 'Mended', link: 'https://example.org/a?id=1&utm_medium=x' });
  assert.deepEqual(feed.poll(again), { ...nothing, edited: ['Mended'] });
});

test('tracking parameters are taken out of a link that is otherwise left as it is', () => {
  for (const query of ['id=1,2', 'q=a%20b', 'path=/x/', 'flag&id=1', 'name=é']) {
    const feed = aFeed();
    const link = `https://example.org/a?${query}`;
    feed.poll(anItem('a', { guid: null, link }));
    const tracked = anItem('a', { guid: null, title: 'Mended', link: `${link}&utm_source=rss` });
    assert.deepEqual(feed.poll(tracked), { ...nothing, edited: ['Mended'] }, query);
  }
});

test('the same entry printed twice is one item, and two entries that differ are two', () => {
  const feed = aFeed();
  assert.deepEqual(feed.poll(anItem('a'), anItem('a')).new, ['Title a']);
  const other = aFeed();
  const twin = { guid: 'same', link: 'https://example.org/same' };
  assert.equal(other.poll(anItem('a', twin), anItem('b', twin)).new.length, 2);
  assert.deepEqual(other.poll(anItem('a', twin), anItem('b', twin)), nothing);
});

test('entries without title and text are not all one', () => {
  const bare = (name: string) => anItem(name, { title: '', content: null });
  const feed = aFeed();
  assert.equal(feed.poll(bare('a'), bare('b')).new.length, 2);
});

test('a document that looks new nearly as a whole is called rebuilt, a first one and a short one are not', () => {
  const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => anItem(`${prefix}${i}`));
  const feed = aFeed();
  assert.equal(feed.poll(...names('x', 10)).rebuilt, false);
  assert.equal(feed.poll(...names('y', 8), ...names('x', 2)).rebuilt, false, 'exactly 80 % is news');
  assert.equal(feed.poll(...names('z', 9), ...names('y', 1)).rebuilt, true);
  assert.equal(feed.poll(...names('w', 3)).rebuilt, false);
});
