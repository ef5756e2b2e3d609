// Filters and bursts: what is passed over, what is gathered, and what the log says of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { createWorld, type Reader } from './testing.ts';

const db = await testDatabase();
const numbered = (count: number, word = 'Item') => Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);

async function set(
  { chatId }: Reader,
  columns: { filter?: string; options?: object },
  table: 'chats' | 'subscriptions' = 'chats',
) {
  const id = table === 'chats' ? 'id' : 'chat_id';
  await db.query({
    text: `update ${table} set filter = $2, options = $3 where ${id} = $1`,
    values: [chatId, columns.filter ?? null, columns.options ?? {}],
  });
}

test('filtered items are passed over, and the log names the clause for each run of them', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await set(reader, { filter: '!advert, !raffle' });
  const titles = ['Advert 1', 'Advert 2', 'Raffle', 'News', 'Advert 3', 'More news', 'Advert 4'];
  const ids = await world.publish(feed, titles);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['News', 'More news']);
  assert.deepEqual(
    (await world.endingsOf(reader)).map(({ item, to, outcome, reason }) => [item, to, outcome, reason]),
    [
      [ids[0], ids[1], 'filtered', '!advert'],
      [ids[2], null, 'filtered', '!raffle'],
      [ids[3], null, 'sent', null],
      [ids[4], null, 'filtered', '!advert'],
      [ids[5], null, 'sent', null],
      [ids[6], null, 'filtered', '!advert'],
    ],
  );
  assert.equal((await world.scheduleOf(reader)).isDue, false);
});

test("both the chat's and the subscription's filter must let an item pass", async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await set(reader, { filter: '!advert' });
  await set(reader, { filter: 'rust' }, 'subscriptions');
  await world.publish(feed, ['Rust advert', 'Something else', 'Rust news']);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['Rust news']);
  assert.deepEqual(
    (await world.endingsOf(reader)).map(({ reason }) => reason),
    ['!advert', 'rust', null],
  );
});

test('five hundred filtered items cost no message, no wait and no token', async (t) => {
  const world = await createWorld(t, db, { perSecond: 28 });
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await set(reader, { filter: '!item' });
  await world.publish(feed, [...numbered(500), 'The one']);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['The one']);
  assert.equal(world.playground.calls.length, 1);
});

test('an item that one chat filters goes to the others', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const [picky, open] = [await world.newPerson(), await world.newPerson()];
  for (const reader of [picky, open]) await world.follow(reader, feed);
  await set(picky, { filter: '!advert' });
  await world.publish(feed, ['Advert', 'News']);
  await world.drain();
  assert.deepEqual([world.titlesIn(picky), world.titlesIn(open)], [['News'], ['Advert', 'News']]);
});

test('more than ten items of a feed come as one digest, at the place of the first', async (t) => {
  const world = await createWorld(t, db);
  const [busy, calm] = [await world.newFeed(), await world.newFeed()];
  const reader = await world.newPerson();
  for (const feed of [busy, calm]) await world.follow(reader, feed);
  await world.publish(calm, ['Before']);
  const ids = await world.publish(busy, numbered(11));
  await world.publish(calm, ['After']);
  await world.drain();
  const texts = world.playground.textsIn(reader.chat);
  assert.equal(texts.length, 3);
  assert.match(texts[0]!, /^Before/);
  for (const title of numbered(11)) assert.ok(texts[1]!.includes(title), title);
  assert.match(texts[2]!, /^After/);
  const [, merged] = await world.endingsOf(reader);
  assert.deepEqual([merged?.item, merged?.to, merged?.outcome, merged?.messages], [ids[0], ids[10], 'merged', 1]);
});

test('ten items come one by one, and so do more where digests are off', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const [few, off, offInAll] = [await world.newPerson(), await world.newPerson(), await world.newPerson()];
  await world.follow(few, feed);
  await world.publish(feed, numbered(10));
  await world.drain();
  assert.deepEqual(world.titlesIn(few), numbered(10));
  await world.follow(off, feed);
  await set(off, { options: { digest: false } }, 'subscriptions');
  await world.follow(offInAll, feed);
  await set(offInAll, { options: { digest: false } });
  await world.publish(feed, numbered(3, 'More'));
  await world.drain();
  for (const reader of [off, offInAll])
    assert.deepEqual(world.titlesIn(reader), [...numbered(10), ...numbered(3, 'More')]);
});

test('items count for a digest after filters', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const [ten, twelve] = [await world.newPerson(), await world.newPerson()];
  for (const reader of [ten, twelve]) await world.follow(reader, feed);
  await set(ten, { filter: '!advert' });
  await world.publish(feed, [...numbered(5), 'Advert 1', 'Advert 2', ...numbered(5, 'Later')]);
  await world.drain();
  assert.deepEqual(world.titlesIn(ten), [...numbered(5), ...numbered(5, 'Later')]);
  assert.equal(world.titlesIn(twelve).length, 1);
});

test('the filtered items among those of a digest are on record as such', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await set(reader, { filter: '!advert' });
  await world.publish(feed, [...numbered(7), 'Advert', ...numbered(6, 'Later')]);
  await world.drain();
  assert.deepEqual(
    (await world.endingsOf(reader)).map(({ outcome, messages }) => [outcome, messages]),
    [
      ['merged', 1],
      ['filtered', 0],
      ['merged', 1],
    ],
  );
});

test('a digest in several messages that fails half way goes on where it stopped, with the items it began with', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  const titles = Array.from({ length: 60 }, (_, index) => `Number ${index + 1}: ${'long words '.repeat(12)}`);
  await world.publish(feed, titles);
  let calls = 0;
  const send: typeof world.deps.send = async (part, to, uploads) => {
    calls += 1;
    return calls === 2 ? { kind: 'failed', words: 'Bad Gateway' } : world.deps.send(part, to, uploads);
  };
  await world.drainOnce({ send });
  await world.publish(feed, ['Came meanwhile']);
  await world.endWaits();
  await world.drain({ send });
  const texts = world.playground.textsIn(reader.chat);
  const numbers = texts.join('\n').match(/Number \d+:/g);
  assert.deepEqual(
    numbers,
    Array.from({ length: 60 }, (_, index) => `Number ${index + 1}:`),
  );
  assert.match(texts.at(-1)!, /^Came meanwhile/);
  const [merged, sent] = await world.endingsOf(reader);
  assert.deepEqual([merged?.outcome, sent?.outcome], ['merged', 'sent']);
  assert.equal(merged?.messages, texts.length - 1);
});

test('a document that was rebuilt comes as one digest, however few items it has', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await set(reader, { options: { digest: false } });
  await world.publish(feed, numbered(4), { rebuilt: true });
  await world.publish(feed, ['Really new']);
  await world.drain();
  const texts = world.playground.textsIn(reader.chat);
  assert.equal(texts.length, 2);
  for (const title of numbered(4)) assert.ok(texts[0]!.includes(title));
  assert.match(texts[1]!, /^Really new/);
});

test('a filter that is taken away lets through what is still pending, and not what was passed over', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await set(reader, { filter: '!advert' });
  await world.publish(feed, ['Advert 1']);
  await world.drain();
  await set(reader, {});
  await world.publish(feed, ['Advert 2']);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['Advert 2']);
});
