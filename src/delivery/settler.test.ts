import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { claimReadyChats } from '../store/chat_schedule.ts';
import type { ItemId } from '../store/ids.ts';
import { readLateEnds } from '../store/send_budget.ts';
import type { Ending, Settlement } from '../store/settle.ts';
import { testDatabase } from '../testing/database.ts';
import { createSettler } from './settler.ts';
import { createWorld, type Reader } from './testing.ts';

const db = await testDatabase();

/** The database, and how many ends each statement wrote. */
function watched() {
  const sizes: number[] = [];
  const query: typeof db.query = (asked) => {
    if (asked.name === 'settle') sizes.push(JSON.parse(asked.values![0]).length);
    return db.query(asked);
  };
  return { sizes, query };
}

/** Readers of one item, all of them claimed, and what is to be written for each. */
async function claimedReaders(t: TestContext, count: number) {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const readers = await Promise.all(Array.from({ length: count }, () => world.newPerson()));
  const subscriptions = await Promise.all(readers.map((reader) => world.follow(reader, feed)));
  const [itemId] = (await world.publish(feed, ['News'])) as [ItemId];
  const leaseToken = randomUUID();
  const chats = await claimReadyChats(db, { limit: count, narrow: 0, leaseMs: 60_000, leaseToken });
  const endOf = ({ chatId }: Reader, index: number): Settlement => ({
    chat: chats.find((chat) => chat.chatId === chatId)!,
    leaseToken,
    subscriptionId: subscriptions[index]!,
    cursor: '0' as ItemId,
    endings: [{ itemId, toItemId: null, outcome: 'sent', reason: null, messageIds: [String(index)] }],
    hasMore: false,
    pace: { messages: 1, paceMs: 1_000, burst: 3 },
  });
  return { world, readers, ends: readers.map(endOf) };
}

test('the first end is written at once, those that come meanwhile by one statement, each for its own chat', async (t) => {
  const { world, readers, ends } = await claimedReaders(t, 4);
  const stranger = { ...ends[2]!, leaseToken: randomUUID() };
  const { sizes, ...queryable } = watched();
  const settle = createSettler(queryable);
  const lateBefore = await readLateEnds(db);
  const areOurs = await Promise.all([ends[0]!, ends[1]!, stranger, ends[3]!].map(settle));
  assert.deepEqual(sizes, [1, 3]);
  assert.deepEqual(areOurs, [true, true, false, true]);
  assert.equal((await readLateEnds(db)) - lateBefore, 1, 'counted, for whoever watches');
  for (const [index, reader] of readers.entries()) {
    const { isDue, isLeased } = await world.scheduleOf(reader);
    assert.deepEqual({ isDue, isLeased }, { isDue: index === 2, isLeased: index === 2 });
    assert.equal((await world.endingsOf(reader)).length, 1, 'what happened is on record under any lease');
  }
});

test('of two ends for one item, written together, one moves the cursor and both are on record', async (t) => {
  const { world, readers, ends } = await claimedReaders(t, 2);
  const again = { ...ends[1]!, endings: [{ ...ends[1]!.endings[0]!, messageIds: ['77'] }] };
  const { sizes, ...queryable } = watched();
  const areOurs = await Promise.all([ends[0]!, ends[1]!, again].map(createSettler(queryable)));
  assert.deepEqual(sizes, [1, 2]);
  assert.equal(areOurs.filter(Boolean).length, 2);
  assert.equal((await world.endingsOf(readers[1]!)).length, 2);
});

test('an end that cannot be written is told to its sender, and keeps no other from being written', async (t) => {
  const { world, readers, ends } = await claimedReaders(t, 3);
  const wrong = { ...ends[1]!, endings: [{ ...ends[1]!.endings[0]!, outcome: 'nonsense' as Ending['outcome'] }] };
  const settle = createSettler(db);
  const settled = await Promise.allSettled([ends[0]!, wrong, ends[2]!].map(settle));
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  for (const index of [0, 2]) assert.equal((await world.endingsOf(readers[index]!)).length, 1);
});
