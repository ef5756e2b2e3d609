// Races around a subscription's cursor, with the feed's lock held from a second connection.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import type { Queryable } from '../db.ts';
import { lockFeed } from '../store/feeds.ts';
import type { FeedId } from '../store/ids.ts';
import { addJob, PRIORITY } from '../store/jobs.ts';
import { insertItems } from '../testing/stored_items.ts';
import { startConversation } from './testing.ts';

const world = await startConversation({
  INITIAL_ITEMS: '1',
  SYNC_MIN_INTERVAL_SECONDS: '3600',
  SYNC_MAX_INTERVAL_SECONDS: '3600',
});

async function feedAt(url: string): Promise<FeedId> {
  const { rows } = await world.db.query<{ id: FeedId }>({ text: 'select id from feeds where url = $1', values: [url] });
  return rows[0]!.id;
}

/** What a sync does when a document has one new item: under the feed's lock, in one transaction. */
async function beginSync(feedId: FeedId, title: string): Promise<{ commit(): Promise<void> }> {
  const client = new pg.Client(world.db.url);
  await client.connect();
  const tx: Queryable = { query: (query) => client.query(query) };
  await client.query('begin');
  await lockFeed(tx, feedId);
  const item = {
    guid: title,
    link: null,
    title,
    author: null,
    summary: null,
    content: null,
    categories: [],
    media: [],
    publishedAt: null,
    updatedAt: null,
  };
  const fingerprint = Buffer.from(title).toString('hex');
  await insertItems(tx, feedId, [{ item, guidHash: fingerprint, linkHash: null, fingerprint }], {
    rebuilt: false,
    firstFetch: false,
  });
  await addJob(tx, 'fan_out', { feedId }, { priority: PRIORITY.deliver });
  return {
    commit: async () => {
      await client.query('commit');
      await client.end();
    },
  };
}

/** Resolves when some session of this database waits for a row that another holds. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await world.db.query({
      text: `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ~ 'from feeds'`,
    });
    if (rows.length > 0) return;
  }
}

test('a subscription added while its feed is syncing neither misses nor repeats', async () => {
  const url = world.serveFeed('/race', { title: 'Race', items: [{ title: 'Newest' }, { title: 'Older' }] });
  const first = world.newPerson();
  await world.ask(first.chat, first.person, `/subscribe ${url}`, /^Subscribed to Race/);
  await world.seen(first.chat, /^Newest/);
  const feedId = await feedAt(url);
  const second = world.newPerson();
  const sync = await beginSync(feedId, 'Meanwhile');
  world.say(second.chat, second.person, `/subscribe ${url}`);
  await somebodyWaits(); // the subscription cannot place its cursor before the items have their numbers
  await sync.commit();
  await world.seen(second.chat, /^Subscribed to Race/);
  await world.seen(second.chat, /^Meanwhile/);
  await world.seen(first.chat, /^Meanwhile/);
  const later = await beginSync(feedId, 'Later');
  await later.commit();
  await world.seen(second.chat, /^Later/);
  await world.seen(first.chat, /^Later/);
  const titles = (chat: typeof first.chat) =>
    world
      .textsIn(chat)
      .map((text) => text.split('\n')[0])
      .filter((text) => !/^Subscribed/.test(text!));
  // One initial item: the newest when the cursor was placed.
  assert.deepEqual(titles(second.chat), ['Meanwhile', 'Later']);
  assert.deepEqual(titles(first.chat), ['Newest', 'Meanwhile', 'Later']);
});
