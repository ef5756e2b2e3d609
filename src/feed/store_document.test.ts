// Documents into stored items, in real transactions: what is known stays known, and no cursor passes an item that is not committed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Queryable } from '../db.ts';
import { upsertChat } from '../store/chats.ts';
import { lockFeed, upsertFeed } from '../store/feeds.ts';
import type { ChatId, FeedId } from '../store/ids.ts';
import { cursorBeforeNewest } from '../store/items.ts';
import { readStored } from '../store/stored_documents.ts';
import { startSubscription } from '../store/subscriptions.ts';
import { testDatabase } from '../testing/database.ts';
import { insertItems } from '../testing/stored_items.ts';
import { hashItems } from './item_hashes.ts';
import { parseFeed } from './parse.ts';
import { storeDocument } from './store_document.ts';
import { type Post, readRow, rssOf } from './testing.ts';

const db = await testDatabase();
let made = 0;

async function aFeed(): Promise<FeedId> {
  made += 1;
  return upsertFeed(db, `http://feed${made}.example/`);
}

async function parse(posts: readonly Post[], extra = '') {
  const parsed = await parseFeed(rssOf(posts, { extra }));
  assert.equal(parsed.kind, 'feed');
  return (parsed as Extract<typeof parsed, { kind: 'feed' }>).feed;
}

async function store(feedId: FeedId, posts: readonly Post[], etag: string | null = null) {
  const feed = await parse(posts);
  return db.transaction(async (tx) =>
    storeDocument(tx, await lockFeed(tx, feedId), {
      feed,
      validators: { etag, lastModified: null },
      bodyHash: 'ab'.repeat(32),
    }),
  );
}

type Row = { title: string; revision: number; rebuilt: boolean; firstFetch: boolean; hasLeft: boolean };

async function itemsOf(feedId: FeedId): Promise<Row[]> {
  const { rows } = await db.query<Row>({
    text: `
      select title, revision, rebuilt, first_fetch as "firstFetch", left_document_at is not null as "hasLeft"
      from items where feed_id = $1 order by id`,
    values: [feedId],
  });
  return rows;
}
const titlesOf = async (feedId: FeedId) => (await itemsOf(feedId)).map((item) => item.title);
const numbered = (from: number, to: number, kind = 'Post'): Post[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    title: `${kind} ${to - index}`,
    guid: `${kind}-${to - index}`,
  }));

test('a second reading of the same posts stores nothing, in whatever order they stand', async () => {
  const feedId = await aFeed();
  assert.equal((await store(feedId, numbered(1, 5))).added.length, 5);
  assert.equal((await store(feedId, numbered(1, 5).reverse())).added.length, 0);
  assert.deepEqual(await titlesOf(feedId), ['Post 1', 'Post 2', 'Post 3', 'Post 4', 'Post 5']);
});

test('an edited post is a new revision of its row, not a new item', async () => {
  const feedId = await aFeed();
  await store(feedId, [{ title: 'Draft', guid: '1', link: 'http://posts.example/1' }]);
  assert.equal((await store(feedId, [{ title: 'Final', guid: '1', link: 'http://posts.example/1' }])).added.length, 0);
  assert.deepEqual(
    (await itemsOf(feedId)).map(({ title, revision }) => [title, revision]),
    [['Final', 2]],
  );
});

test('a link that is mended is the item’s from then on', async () => {
  const feedId = await aFeed();
  const linked = (link: string): Post => ({ title: 'A', guid: 'a', link: `http://posts.example/${link}` });
  await store(feedId, [linked('brokn')]);
  await store(feedId, [linked('broken')]);
  const row = await readRow(db, 'select link, revision from items where feed_id = $1', [feedId]);
  assert.deepEqual(row, { link: 'http://posts.example/broken', revision: 1 });
});

test('an edit gives a post its text back', async () => {
  const feedId = await aFeed();
  await store(feedId, [{ title: 'A', guid: 'a' }]);
  await db.query({ text: `update items set title = '', is_bare = true where feed_id = $1`, values: [feedId] });
  await store(feedId, [{ title: 'A, mended', guid: 'a' }]);
  const row = await readRow(db, 'select title, is_bare from items where feed_id = $1', [feedId]);
  assert.deepEqual(row, { title: 'A, mended', is_bare: false });
});

test('posts that leave the document are marked, and known when they return', async () => {
  const feedId = await aFeed();
  await store(feedId, numbered(1, 4));
  await store(feedId, numbered(3, 5));
  assert.deepEqual(
    (await itemsOf(feedId)).map((item) => item.hasLeft),
    [true, true, false, false, false],
  );
  assert.equal((await store(feedId, numbered(1, 5))).added.length, 0);
  assert.deepEqual(
    (await itemsOf(feedId)).map((item) => item.hasLeft),
    [false, false, false, false, false],
  );
});

test('of very many posts with the same words only the newest are read, and the next one is told from them', async () => {
  const feedId = await aFeed();
  const same = (guid: string): Post => ({ title: 'All is well', guid, link: `http://posts.example/${guid}` });
  await store(feedId, [same('1')]);
  await db.query({
    text: `
      insert into items (feed_id, title, guid_hash, link_hash, fingerprint)
      select feed_id, title, set_byte(sha256(n::text::bytea), 0, 0), sha256(('link' || n)::bytea), fingerprint
      from items, generate_series(1, 5100) n where feed_id = $1`,
    values: [feedId],
  });
  await store(feedId, [same('2')]);
  const [{ fingerprint } = { fingerprint: '' }] = hashItems((await parse([same('2')])).items, {
    contentFields: null,
    homeUrl: null,
  });
  const asked = { feedId, guidHashes: [], linkHashes: [], fingerprints: [fingerprint] };
  const known = (await readStored(db, [asked])).get(feedId)!.known;
  assert.equal(known.length, 5_000);
  assert.deepEqual(
    known.map(({ id }) => Number(id)),
    known.map(({ id }) => Number(id)).toSorted((a, b) => a - b),
  );
  assert.equal((await store(feedId, [same('3'), same('2')])).added.length, 1);
  assert.equal((await store(feedId, [same('3'), same('2')])).added.length, 0);
});

test('a feed that was emptied and filled again brings nothing twice, and its next post is no first fetch', async () => {
  const feedId = await aFeed();
  await store(feedId, numbered(1, 3));
  assert.equal((await store(feedId, [])).added.length, 0);
  assert.equal((await store(feedId, numbered(1, 4))).added.length, 1);
  const last = (await itemsOf(feedId)).at(-1)!;
  assert.deepEqual([last.title, last.firstFetch, last.rebuilt], ['Post 4', false, false]);
});

test('nearly a whole new document goes out as one rebuilt feed, a first fetch does not', async () => {
  const feedId = await aFeed();
  await store(feedId, numbered(1, 10));
  await store(feedId, numbered(1, 10, 'Other'));
  const items = await itemsOf(feedId);
  assert.deepEqual(
    items.map((item) => item.rebuilt),
    [...Array(10).fill(false), ...Array(10).fill(true)],
  );
});

test('choosing other identity fields, and choosing none again, makes no item new', async () => {
  const feedId = await aFeed();
  const posts = numbered(1, 10);
  await store(feedId, posts);
  for (const fields of [['title'], ['link', 'title'], ['guid'], null]) {
    await db.query({ text: 'update feeds set content_fields = $2 where id = $1', values: [feedId, fields] });
    assert.equal((await store(feedId, posts)).added.length, 0, `${fields}`);
    assert.equal((await store(feedId, posts)).added.length, 0, `${fields}, a second time`);
  }
  // And the choice is honoured: under the title alone, a new guid and link are nothing new.
  await db.query({ text: `update feeds set content_fields = '{title}' where id = $1`, values: [feedId] });
  await store(feedId, posts);
  const moved = posts.map((post) => ({ ...post, guid: `new ${post.guid}`, link: `http://moved.example/${post.guid}` }));
  assert.equal((await store(feedId, moved)).added.length, 0);
});

test('items and validators are stored together or not at all', async () => {
  const feedId = await aFeed();
  await store(feedId, numbered(1, 2), '"before"');
  const feed = await parse(numbered(1, 3));
  const failing = db.transaction(async (tx) => {
    await storeDocument(tx, await lockFeed(tx, feedId), {
      feed,
      validators: { etag: '"after"', lastModified: null },
      bodyHash: 'cd'.repeat(32),
    });
    throw new Error('the process ends here');
  });
  await assert.rejects(failing, /ends here/);
  assert.deepEqual(await readRow(db, 'select etag from feeds where id = $1', [feedId]), { etag: '"before"' });
  assert.deepEqual(await titlesOf(feedId), ['Post 1', 'Post 2']);
});

/** One feed, one new post in a transaction that is held open, and somebody who subscribes at "now" meanwhile. */
async function subscribeDuringSync(lock: (tx: Queryable, feedId: FeedId) => Promise<unknown>) {
  const feedId = await aFeed();
  await store(feedId, numbered(1, 2));
  const [numberedItem, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const hash = async (title: string) =>
    hashItems((await parse([{ title }])).items, { contentFields: null, homeUrl: null });
  const late = await hash('Late');
  const early = await hash('Early');
  // The first transaction takes the lower id and commits last.
  const first = db.transaction(async (tx) => {
    await lock(tx, feedId);
    await insertItems(tx, feedId, late, { rebuilt: false, firstFetch: false });
    numberedItem.resolve();
    await mayCommit.promise;
  });
  await numberedItem.promise;
  const second = db.transaction(async (tx) => {
    await lock(tx, feedId);
    await insertItems(tx, feedId, early, { rebuilt: false, firstFetch: false });
  });
  const subscribe = () =>
    db.transaction(async (tx) => {
      await lock(tx, feedId);
      const { id } = await cursorBeforeNewest(tx, feedId, 0);
      const { chatId } = await upsertChat(tx, {
        telegramId: String(5_000 + made),
        kind: 'private',
        title: '',
        language: 'en',
      });
      await startSubscription(tx, { chatId, threadId: 0, feedId, url: '', cursor: id });
      return chatId;
    });
  return { feedId, first, second, subscribe, mayCommit };
}

const pendingOf = async (chatId: ChatId) => {
  const { rows } = await db.query<{ title: string }>({
    text: `
      select i.title from subscriptions s join items i on i.feed_id = s.feed_id and i.id > s.cursor where s.chat_id = $1 order by i.id`,
    values: [chatId],
  });
  return rows.map((row) => row.title);
};

/** Until so many connections wait for a row that another one has locked. */
async function untilWaiting(count: number): Promise<void> {
  for (let waiting = 0; waiting < count; ) {
    const row = await readRow<{ n: number }>(
      db,
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    waiting = row.n;
  }
}

test('under the feed’s lock no cursor passes an item that is numbered and not committed', async () => {
  const { feedId, first, second, subscribe, mayCommit } = await subscribeDuringSync(lockFeed);
  const subscribing = subscribe();
  await untilWaiting(2);
  mayCommit.resolve();
  await Promise.all([first, second]);
  const chatId = await subscribing;
  const titles = await titlesOf(feedId);
  assert.deepEqual(titles, ['Post 1', 'Post 2', 'Late', 'Early']);
  const { rows } = await db.query<{ cursor: string }>({
    text: 'select i.title as cursor from subscriptions s join items i on i.id = s.cursor where s.chat_id = $1',
    values: [chatId],
  });
  // Whoever came after Late was committed begins behind it; nothing that was not there yet is passed.
  assert.deepEqual([...titles.slice(0, titles.indexOf(rows[0]!.cursor) + 1), ...(await pendingOf(chatId))], titles);
  assert.ok(['Late', 'Early'].includes(rows[0]!.cursor));
});

test('without the lock it would: the item that commits last is passed, and lost', async () => {
  const { feedId, first, second, subscribe, mayCommit } = await subscribeDuringSync(async () => undefined);
  await second;
  const early = await subscribe();
  const { rows } = await db.query<{ cursor: string }>({
    text: 'select cursor from subscriptions where chat_id = $1',
    values: [early],
  });
  mayCommit.resolve();
  await first;
  const late = await readRow<{ id: string }>(db, `select id from items where feed_id = $1 and title = 'Late'`, [
    feedId,
  ]);
  assert.ok(BigInt(rows[0]!.cursor) > BigInt(late.id));
  assert.deepEqual(await pendingOf(early), []);
});
