import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Item } from '../store/item.ts';
import { lookupHashes, recogniseItems } from './identity.ts';
import type { KnownItem } from './item_claims.ts';
import { type ContentField, type Hashes, hashItems } from './item_hashes.ts';

/** A feed as the store would keep it: rows that outlive the document, found by any of a document's hashes. */
function aFeed(options: { contentFields?: ContentField[] | null; homeUrl?: string | null } = {}) {
  const rows: Omit<KnownItem<number>, 'isStanding'>[] = [];
  let standing = new Set<number>();
  let contentFields = options.contentFields ?? null;
  const store = (id: number, { guidHash, linkHash, fingerprint }: Hashes, { publishedAt }: Item) => {
    rows[id] = { id, guidHash, linkHash, fingerprint, publishedAt };
  };
  return {
    choose: (fields: ContentField[] | null) => {
      contentFields = fields;
    },
    poll: (...document: Item[]) => {
      const hashed = hashItems(document, { contentFields, homeUrl: options.homeUrl ?? null });
      const { guidHashes, linkHashes, fingerprints } = lookupHashes(hashed);
      const candidates = rows
        .filter(
          (row) =>
            guidHashes.includes(row.guidHash ?? '') ||
            linkHashes.includes(row.linkHash ?? '') ||
            fingerprints.includes(row.fingerprint),
        )
        .map((row) => ({ ...row, isStanding: standing.has(row.id) }));
      const recognition = recogniseItems(hashed, candidates, { hadItems: rows.length > 0 });
      for (const { id, hashes, entry } of recognition.known) store(id, hashes, entry.item);
      standing = new Set(recognition.known.map(({ id }) => id));
      for (const entry of recognition.new) {
        standing.add(rows.length);
        store(rows.length, entry, entry.item);
      }
      return {
        new: recognition.new.map((entry) => entry.item.title),
        edited: recognition.edited.map((match) => match.entry.item.title),
        rebuilt: recognition.rebuilt,
      };
    },
  };
}

function anItem(name: string, changes: Partial<Item> = {}): Item {
  return {
    guid: `guid-${name}`,
    link: `https://example.org/${name}`,
    title: `Title ${name}`,
    author: null,
    summary: null,
    content: `<p>Text of ${name}</p>`,
    categories: [],
    media: [],
    publishedAt: null,
    updatedAt: null,
    ...changes,
  };
}

const nothing = { new: [], edited: [], rebuilt: false };

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

test('a link that two items had is known as that of the one that stayed', () => {
  const feed = aFeed();
  const shared = (title: string) => anItem(title, { guid: null, title, link: 'https://example.org/live' });
  feed.poll(shared('Breaking'), shared('Report'), anItem('a', { guid: null }));
  feed.poll(shared('Report'), anItem('a', { guid: null }));
  for (const title of ['Report, mended', 'Report, mended again'])
    assert.deepEqual(feed.poll(shared(title), anItem('a', { guid: null })), { ...nothing, edited: [title] });
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

// A publisher with a key that stays (guid, link, or only the words) does to a feed what publishers do, and may take to other keys.
type Habit = {
  guid: 'stays' | 'moved' | 'changes' | 'shared' | 'none';
  link: 'stays' | 'moved' | 'shared' | 'none';
  sometimesDropsGuid: boolean;
};
type Step =
  | { does: 'publish'; count: number }
  | { does: 'edit'; which: number }
  | { does: 'change keys'; habit: Habit }
  | { does: 'delete newest' | 'empty' | 'shuffle' | 'pin oldest' | 'drop oldest' };

const habits: fc.Arbitrary<Habit> = fc.record({
  guid: fc.constantFrom('stays', 'moved', 'changes', 'shared', 'none'),
  link: fc.constantFrom('stays', 'moved', 'shared', 'none'),
  sometimesDropsGuid: fc.boolean(),
});
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('publish' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('edit' as const), which: fc.nat(9) }) },
  fc.record({ does: fc.constant('change keys' as const), habit: habits }),
  fc.record({ does: fc.constantFrom('delete newest', 'empty', 'shuffle', 'pin oldest', 'drop oldest') }),
);

type Post = { number: number; edits: number };

const hasOwnLinks = ({ link }: Habit) => link === 'stays' || link === 'moved';
const hasOwnKeys = (habit: Habit) => habit.guid === 'stays' || habit.guid === 'moved' || hasOwnLinks(habit);

function publish(posts: readonly Post[], fetch: number, habit: Habit): Item[] {
  const guids = { stays: 'g', moved: 'm', changes: `${fetch}-g`, shared: null, none: null };
  const hosts = { stays: 'example.org', moved: 'moved.example', shared: null, none: null };
  const dropsGuid = habit.guid === 'none' || (habit.sometimesDropsGuid && hasOwnLinks(habit) && fetch % 3 === 1);
  return posts.map(({ number, edits }) => {
    const prefix = guids[habit.guid];
    const host = hosts[habit.link];
    const link = host === null ? 'https://example.org/all' : `https://${host}/${number}`;
    return anItem(`${number}`, {
      guid: dropsGuid ? null : prefix === null ? 'all' : `${prefix}${number}`,
      link: habit.link === 'none' ? null : link,
      content: `Text of ${number}, edit ${edits}`,
    });
  });
}

function change(posts: Post[], step: Step, next: () => number, canEdit: boolean): Post[] {
  if (step.does === 'publish') {
    return [...Array.from({ length: step.count }, () => ({ number: next(), edits: 0 })), ...posts].slice(0, 12);
  }
  if (step.does === 'edit') {
    const which = step.which % Math.max(posts.length, 1);
    return posts.map((post, i) => (canEdit && i === which ? { ...post, edits: post.edits + 1 } : post));
  }
  if (step.does === 'delete newest') return posts.length > 3 ? posts.slice(1) : posts;
  if (step.does === 'drop oldest') return posts.length > 3 ? posts.slice(0, -1) : posts;
  if (step.does === 'shuffle') return posts.toSorted((a, b) => ((a.number * 7) % 5) - ((b.number * 7) % 5));
  if (step.does === 'pin oldest') return posts.toSorted((a, b) => Number(b.number === 0) - Number(a.number === 0));
  return posts;
}

test('whatever a publisher does to a feed, each item is new exactly once', () => {
  fc.assert(
    fc.property(habits, fc.array(steps, { maxLength: 40 }), (first, history) => {
      const feed = aFeed();
      let habit = first;
      let number = 0;
      const next = () => number++;
      let posts = [next(), next(), next()].reverse().map((n): Post => ({ number: n, edits: 0 }));
      const brought: string[] = [...feed.poll(...publish(posts, 0, habit)).new];
      for (const [index, step] of history.entries()) {
        if (step.does === 'empty') assert.deepEqual(feed.poll().new, []);
        if (step.does === 'change keys') habit = step.habit;
        posts = change(posts, step, next, hasOwnKeys(habit));
        brought.push(...feed.poll(...publish(posts, index + 1, habit)).new);
      }
      assert.deepEqual(brought.toSorted(), Array.from({ length: number }, (_, n) => `Title ${n}`).toSorted());
    }),
    { numRuns: 300 },
  );
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
