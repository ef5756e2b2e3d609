// What a drain promises: each item once, in order, nothing forgotten, whatever happens beside it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { claimReadyChats } from '../store/chat_schedule.ts';
import { testDatabase } from '../testing/database.ts';
import { fanOut } from './fan_out.ts';
import { createWorld } from './testing.ts';

const db = await testDatabase();
const numbered = (count: number, from = 1) => Array.from({ length: count }, (_, index) => `Item ${from + index}`);

test('every reader of a feed gets each item once, in the order stored', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const readers = await Promise.all([world.newPerson(), world.newPerson(), world.newGroup()]);
  for (const reader of readers) await world.follow(reader, feed);
  await world.publish(feed, numbered(6));
  await world.drain();
  for (const reader of readers) {
    assert.deepEqual(world.titlesIn(reader), numbered(6));
    assert.deepEqual(
      (await world.endingsOf(reader)).map(({ outcome, messages }) => [outcome, messages]),
      Array(6).fill(['sent', 1]),
    );
    assert.equal((await world.scheduleOf(reader)).isDue, false);
  }
  assert.deepEqual(world.playground.misuse, []);
});

test('a chat gets the items of its feeds in the order in which they were stored', async (t) => {
  const world = await createWorld(t, db);
  const [one, other] = [await world.newFeed(), await world.newFeed()];
  const reader = await world.newPerson();
  await world.follow(reader, one);
  await world.follow(reader, other);
  for (const [feed, title] of [
    [one, 'A'],
    [other, 'B'],
    [other, 'C'],
    [one, 'D'],
    [other, 'E'],
  ] as const)
    await world.publish(feed, [title]);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['A', 'B', 'C', 'D', 'E']);
});

test('a fan-out marks readers that are active and nobody else', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const [active, pausedChat, pausedSub, ended, other] = await Promise.all(
    Array.from({ length: 5 }, () => world.newPerson()),
  );
  for (const reader of [active!, pausedChat!, pausedSub!, ended!]) await world.follow(reader, feed);
  await world.follow(other!, await world.newFeed());
  await db.query({ text: `update chats set state = 'paused' where id = $1`, values: [pausedChat!.chatId] });
  await db.query({ text: `update subscriptions set state = 'paused' where chat_id = $1`, values: [pausedSub!.chatId] });
  await db.query({ text: 'update subscriptions set ended_at = now() where chat_id = $1', values: [ended!.chatId] });
  await fanOut(db, feed);
  const due = await Promise.all(
    [active, pausedChat, pausedSub, ended, other].map(async (reader) => (await world.scheduleOf(reader!)).isDue),
  );
  assert.deepEqual(due, [true, false, false, false, false]);
});

test('two drains bring each item once', async (t) => {
  const world = await createWorld(t, db);
  const feeds = [await world.newFeed(), await world.newFeed()];
  const readers = await Promise.all(Array.from({ length: 15 }, () => world.newPerson()));
  for (const reader of readers) for (const feed of feeds) await world.follow(reader, feed);
  for (const feed of feeds) await world.publish(feed, numbered(4));
  await Promise.all([world.drain(), world.drain(), world.drain()]);
  for (const reader of readers)
    assert.deepEqual(world.titlesIn(reader).sort(), [...numbered(4), ...numbered(4)].sort());
});

test('an item that commits after the heads were read, and before the due date is cleared, is delivered', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await world.publish(feed, ['First']);
  const held = world.playground.fault({ method: 'sendMessage', action: 'hold' });
  const draining = world.drain();
  await held.reached(); // its head was read with nothing behind it
  await world.publish(feed, ['Second']);
  held.release();
  await draining;
  assert.deepEqual(world.titlesIn(reader), ['First', 'Second']);
});

test('a chat that is found empty stays due when something woke it meanwhile', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await fanOut(db, feed); // a wake without an item
  let isFirst = true;
  const racing = {
    ...db,
    query: async (query: Parameters<typeof db.query>[0]) => {
      const result = await db.query(query);
      if (query.name === 'read_heads' && isFirst) {
        isFirst = false;
        await world.publish(feed, ['Late']);
      }
      return result;
    },
  } as typeof db;
  await world.drain({ db: racing });
  assert.deepEqual(world.titlesIn(reader), ['Late']);
});

test('new items do not cancel a wait that Telegram asked for', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  world.playground.fault({ method: 'sendMessage', action: { status: 429, retryAfter: 43_000 } });
  await world.publish(feed, ['First']);
  await world.drain();
  await world.publish(feed, ['Second']);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), []);
  const { waitSeconds, isDue, tries } = await world.scheduleOf(reader);
  assert.ok(waitSeconds > 42_000 && waitSeconds <= 43_000, `waits ${waitSeconds} s`);
  assert.deepEqual({ isDue, tries }, { isDue: true, tries: 0 }, 'a wait is no failed try');
  await world.endWaits();
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['First', 'Second']);
});

test('the wait of one chat holds up no other', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const readers = await Promise.all(Array.from({ length: 6 }, () => world.newPerson()));
  for (const reader of readers) await world.follow(reader, feed);
  world.playground.fault({ chat: readers[2]!.chat, action: { status: 429, retryAfter: 1000 } });
  world.playground.fault({
    chat: readers[3]!.chat,
    action: { status: 403, description: 'Forbidden: bot was blocked by the user' },
  });
  await world.publish(feed, ['News']);
  await world.drain();
  assert.deepEqual(
    readers.map((reader) => world.titlesIn(reader).length),
    [1, 1, 0, 0, 1, 1],
  );
});

test('a slow answer holds up only its own chat', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const [slow, quick] = [await world.newPerson(), await world.newPerson()];
  for (const reader of [slow, quick]) await world.follow(reader, feed);
  const held = world.playground.fault({ chat: slow.chat, action: 'hold' });
  await world.publish(feed, numbered(5));
  const draining = world.drain();
  await world.playground.waitFor(() => world.titlesIn(quick).length === 5);
  assert.deepEqual(world.titlesIn(slow), ['Item 1']);
  held.release();
  await draining;
  assert.deepEqual(world.titlesIn(slow), numbered(5));
});

test('a chat that is due for a small feed too is not kept waiting with the readers of a large one', async (t) => {
  const world = await createWorld(t, db);
  const [large, small] = [await world.newFeed(), await world.newFeed()];
  const readers = await Promise.all(Array.from({ length: 30 }, () => world.newPerson()));
  for (const reader of readers.slice(0, 25)) await world.follow(reader, large);
  for (const reader of readers.slice(20)) await world.follow(reader, small);
  await world.store(large, [{ title: 'Large' }]);
  await world.store(small, [{ title: 'Small' }]);
  await fanOut(db, large, { wideReaders: 20 });
  await fanOut(db, small);
  const wide = await Promise.all(readers.map(async (reader) => (await world.scheduleOf(reader)).wide));
  assert.deepEqual(wide, [...Array(20).fill(true), ...Array(10).fill(false)]);
  const token = randomUUID();
  const claimed = await claimReadyChats(db, { limit: 10, narrow: 3, leaseMs: 60_000, leaseToken: token });
  const narrow = new Set(readers.slice(20).map(({ chatId }) => chatId));
  assert.equal(claimed.filter(({ chatId }) => narrow.has(chatId)).length >= 3, true);
  assert.equal(claimed.length, 10);
});

test('a drain that breaks while it looks for more ends only when what it has begun is settled', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  const held = world.playground.fault({ method: 'sendMessage', action: 'hold' });
  await world.publish(feed, ['Begun']);
  const broken = Promise.withResolvers<void>();
  let claims = 0;
  const shaky = {
    ...db,
    query: async (query: Parameters<typeof db.query>[0]) => {
      if (query.name !== 'claim_ready_chats') return db.query(query);
      claims += 1;
      if (claims === 1) return db.query(query);
      await held.reached();
      broken.resolve();
      throw new Error('ours');
    },
  } as typeof db;
  const ended = assert.rejects(world.drain({ db: shaky }), /ours/);
  await broken.promise;
  held.release();
  await ended;
  assert.deepEqual(
    (await world.endingsOf(reader)).map(({ outcome }) => outcome),
    ['sent'],
  );
  assert.equal((await world.scheduleOf(reader)).isLeased, false);
});

test('a drain asks for another beside it when its window is full, and not before', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const readers = await Promise.all(Array.from({ length: 3 }, () => world.newPerson()));
  for (const reader of readers) await world.follow(reader, feed);
  const asked: string[] = [];
  for (const [title, window] of [
    ['roomy', 4],
    ['full', 2],
  ] as const) {
    await world.publish(feed, [title]);
    await world.drain({ window, callForHelp: async () => void asked.push(title) });
  }
  assert.deepEqual(asked, ['full']);
  for (const reader of readers) assert.deepEqual(world.titlesIn(reader), ['roomy', 'full']);
});
