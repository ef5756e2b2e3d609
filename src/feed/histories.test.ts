// What publishers do to their documents from poll to poll, and what of it is news. W3 and W8 are faults of el_monitorro, the others were
// seen in other bots.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { type Post, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db);
after(world.close);

const post = (title: string, more: Partial<Post> = {}): Post => ({ title, guid: `guid of ${title}`, ...more });
const bare = (title: string, link: string): Post => ({ title, link: `http://posts.example/${link}` });
const onDay = (title: string, day: number) => post(title, { date: `${day} Jan 2024 10:00:00 GMT` });

/** So many posts, each a day younger than the one above it. */
const rising = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    post(`${index}`, { date: new Date(Date.UTC(2020, 0, 1 + index)).toUTCString() }),
  );

/** What a publisher shows poll after poll, and what is new in each; the first post stands on top. */
const HISTORIES: [what: string, ...polls: [shown: Post[], news: string[]][]][] = [
  [
    'new posts at the bottom of the document are found', // W3
    [
      [onDay('A', 1), onDay('B', 2)],
      ['A', 'B'],
    ],
    [[onDay('A', 1), onDay('B', 2), onDay('C', 3)], ['C']],
  ],
  [
    'a new post at the bottom of a document that is longer than what is kept is found', // W3
    [
      rising(600),
      rising(600)
        .slice(-500)
        .map(({ title }) => title),
    ],
    [rising(602), ['600', '601']],
  ],
  [
    'new posts below a pinned one are found', // W3
    [
      [onDay('Pinned', 1), onDay('A', 2)],
      ['Pinned', 'A'],
    ],
    [
      [onDay('Pinned', 1), onDay('C', 4), onDay('B', 3), onDay('A', 2)],
      ['B', 'C'],
    ],
  ],
  [
    'a new post with a date before those that are known is found', // W3
    [
      [onDay('B', 20), onDay('A', 10)],
      ['A', 'B'],
    ],
    [[onDay('Late', 5), onDay('B', 20), onDay('A', 10)], ['Late']],
    [[onDay('Later', 1), onDay('Late', 5), onDay('B', 20), onDay('A', 10)], ['Later']],
  ],
  [
    'a title that is edited makes no new item', // W8
    [
      [post('B'), post('A')],
      ['A', 'B'],
    ],
    [[{ ...post('B'), title: 'B, corrected', link: 'http://posts.example/B' }, post('A')], []],
  ],
  [
    'posts without guids are told apart, and known again',
    [
      [bare('B', '2'), bare('A', '1')],
      ['A', 'B'],
    ],
    [[bare('C', '3'), bare('B', '2'), bare('A', '1')], ['C']],
  ],
  [
    'a guid that several posts share hides none of them',
    [
      [post('B', { guid: 'same' }), post('A', { guid: 'same' })],
      ['A', 'B'],
    ],
    [[post('C', { guid: 'same' }), post('B', { guid: 'same' }), post('A', { guid: 'same' })], ['C']],
  ],
  [
    'guids that are new while the links stay repeat nothing',
    [
      [post('B', { guid: '1' }), post('A', { guid: '2' })],
      ['A', 'B'],
    ],
    [[post('C', { guid: '3' }), post('B', { guid: '4' }), post('A', { guid: '5' })], ['C']],
  ],
  [
    'the newest post is taken back, and what comes after it is found',
    [
      [post('B'), post('A')],
      ['A', 'B'],
    ],
    [[post('A')], []],
    [[post('C'), post('A')], ['C']],
  ],
  [
    'a feed that is emptied and filled again repeats nothing',
    [
      [post('B'), post('A')],
      ['A', 'B'],
    ],
    [[], []],
    [[post('C'), post('B'), post('A')], ['C']],
  ],
  [
    'another order is no news',
    [
      [post('C'), post('B'), post('A')],
      ['A', 'B', 'C'],
    ],
    [[post('A'), post('C'), post('B')], []],
  ],
  [
    'two posts with the same title are two',
    [
      [bare('Weekly', '2'), bare('Weekly', '1')],
      ['Weekly', 'Weekly'],
    ],
    [[bare('Weekly', '3'), bare('Weekly', '2'), bare('Weekly', '1')], ['Weekly']],
  ],
];

for (const [what, ...polls] of HISTORIES) {
  test(what, async () => {
    const path = `/${encodeURIComponent(what)}`;
    const feedId = await world.aFeed(path);
    const stored: string[] = [];
    for (const [shown, news] of polls) {
      world.server.on(path, rssOf(shown));
      assert.equal((await world.poll([feedId])).failed, 0);
      const { rows } = await db.query<{ title: string }>({
        text: 'select title from items where feed_id = $1 order by id offset $2',
        values: [feedId, stored.length],
      });
      const titles = rows.map((row) => row.title);
      assert.deepEqual(titles, news);
      stored.push(...titles);
    }
  });
}
