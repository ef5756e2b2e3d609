// Documents that several polls bring at the same time, against a real database and a real server.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FeedId } from '../store/ids.ts';
import { testDatabase } from '../testing/database.ts';
import { gatherDocuments } from './store_polled.ts';
import { syncFeeds } from './sync.ts';
import { claim, recording, rssOf, startWorld } from './testing.ts';

const db = await testDatabase();
const world = await startWorld(db);
after(world.close);
let made = 0;

/** All documents of a crowd together, however slow the machine is. */
const together = (size: number) => ({
  documents: gatherDocuments({ lingerMs: 3_600_000, mostDocuments: size }),
  hostConcurrency: size,
});

/** Feeds whose server answers once all of them have been asked, so that their documents come together. */
async function aCrowd(size: number): Promise<FeedId[]> {
  made += 1;
  const waiting: (() => void)[] = [];
  const paths = Array.from({ length: size }, (_, index) => `/crowd-${made}/${index}`);
  for (const path of paths) {
    world.server.on(path, (_request, response) => {
      waiting.push(() => response.end(rssOf([{ title: `Of ${path}` }])));
      if (waiting.length === size) for (const answer of waiting) answer();
    });
  }
  return Promise.all(paths.map((path) => world.aFeed(path)));
}

async function countItems(feedIds: FeedId[]): Promise<number> {
  const { rows } = await db.query({ text: 'select from items where feed_id = any($1::bigint[])', values: [feedIds] });
  return rows.length;
}

test('documents that come at the same time are stored in two statements, and each feed has its own', async () => {
  const feedIds = await aCrowd(12);
  const watched = recording(db);
  const tally = await world.poll(feedIds, { db: watched, ...together(12) });
  assert.deepEqual([tally.changed, tally.newItems], [12, 12]);
  assert.deepEqual(watched.statements, ['begin_batch', 'read_stored', 'save_documents', 'settle_polls']);
  const { rows } = await db.query<{ isOwn: boolean }>({
    text: `
      select f.document_item_ids = array[i.id] and f.url like '%' || substr(i.title, 4) as "isOwn"
      from feeds f join items i on i.feed_id = f.id where f.id = any($1::bigint[])`,
    values: [feedIds],
  });
  assert.deepEqual(
    rows.map((row) => row.isOwn),
    Array(12).fill(true),
  );
});

test('no more documents wait together than may be held in memory', async () => {
  const feedIds = await aCrowd(40);
  const watched = recording(db);
  assert.equal((await world.poll(feedIds, { db: watched, hostConcurrency: 50 })).newItems, 40);
  assert.ok(watched.statements.filter((name) => name === 'save_documents').length >= 3);
});

test('a document that cannot be stored does not keep those that came with it from being stored', async () => {
  const feedIds = await aCrowd(5);
  const refused = `"feedId":"${feedIds[2]}"`;
  const sabotaged = {
    ...db,
    query: async (query: Parameters<typeof db.query>[0]) => {
      if (query.name === 'save_documents' && String(query.values![0]).includes(refused)) throw new Error('out of disk');
      return db.query(query);
    },
  } as typeof db;
  const deps = { ...world.deps, db: sabotaged, ...together(5) };
  await assert.rejects(syncFeeds(feedIds, await claim(db, feedIds), deps), /1 polls of a batch broke/);
  assert.equal(await countItems(feedIds), 4);
  assert.equal(await countItems([feedIds[2]!]), 0);
});

test('of documents stored together, one whose lease was lost is left out', async () => {
  const feedIds = await aCrowd(5);
  const losing = {
    ...db,
    query: async (query: Parameters<typeof db.query>[0]) => {
      if (query.name === 'save_documents') await claim(db, [feedIds[1]!]);
      return db.query(query);
    },
  } as typeof db;
  const tally = await world.poll(feedIds, { db: losing, ...together(5) });
  assert.deepEqual([tally.changed, tally.skipped], [4, 1]);
  assert.deepEqual([await countItems(feedIds), await countItems([feedIds[1]!])], [4, 0]);
});
