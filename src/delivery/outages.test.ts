// When Telegram is in trouble, and when it is one item: what waits, what is given up, and that nothing loops for ever.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { createWorld, startReading, type World } from './testing.ts';

const db = await testDatabase();

/** Try again and again, as if the waits between were over and the hour had passed. */
async function tryFor(world: World, tries: number) {
  for (let count = 0; count < tries; count += 1) {
    await world.endWaits();
    await db.query({ text: `update chat_schedule set head_first_at = head_first_at - interval '10 minutes'` });
    await world.drainOnce();
  }
}

test('an item that fails for over an hour while other chats pass is parked, and the chat goes on', async (t) => {
  const world = await createWorld(t, db);
  const [stuck, other] = [await world.newPerson(), await world.newPerson()];
  const { feed } = await startReading(world, stuck);
  const passing = await startReading(world, other);
  const fault = world.playground.fault({
    chat: stuck.chat,
    count: 1000,
    action: { status: 500, description: 'Internal Server Error' },
  });
  await world.publish(feed, ['Poison', 'Next']);
  await tryFor(world, 7);
  await world.publish(passing.feed, ['Passes']);
  await tryFor(world, 1);
  await tryFor(world, 1);
  fault.cancel();
  await tryFor(world, 2);
  const endings = await world.endingsOf(stuck);
  assert.deepEqual(
    endings.map(({ outcome }) => outcome),
    ['sent', 'parked', 'sent'],
  );
  assert.match(endings[1]!.reason!, /Internal Server Error/);
  assert.deepEqual(world.titlesIn(stuck), ['Before', 'Next']);
});

test('while Telegram as a whole is in trouble nothing is parked, however long it takes', async (t) => {
  const world = await createWorld(t, db);
  const readers = [await world.newPerson(), await world.newPerson(), await world.newPerson()];
  const feed = await world.newFeed();
  for (const reader of readers) await world.follow(reader, feed);
  const faults = [world.playground.fault({ count: 1000, action: 'bad-gateway' })];
  await world.publish(feed, ['One', 'Two']);
  await tryFor(world, 20);
  faults[0]!.cancel();
  await tryFor(world, 3);
  for (const reader of readers) assert.deepEqual(world.titlesIn(reader), ['One', 'Two']);
});

test('a message that was tried three times without an answer is given up as unknown while others pass', async (t) => {
  const world = await createWorld(t, db);
  const [stuck, other] = [await world.newPerson(), await world.newPerson()];
  const { feed } = await startReading(world, stuck);
  const passing = await startReading(world, other);
  world.playground.fault({ chat: stuck.chat, count: 3, action: 'reset-after' });
  await world.publish(feed, ['Unknown', 'Next']);
  await world.drainOnce();
  await world.publish(passing.feed, ['Passes']);
  await tryFor(world, 4);
  assert.deepEqual(
    (await world.endingsOf(stuck)).map(({ outcome }) => outcome),
    ['sent', 'parked', 'sent'],
  );
  assert.deepEqual(
    world.titlesIn(stuck),
    ['Before', 'Unknown', 'Unknown', 'Unknown', 'Next'],
    'and never a fourth time',
  );
});

test('tries of senders that were killed count too', async (t) => {
  const world = await createWorld(t, db);
  const [stuck, other] = [await world.newPerson(), await world.newPerson()];
  const { feed } = await startReading(world, stuck);
  const passing = await startReading(world, other);
  await world.publish(feed, ['Deadly', 'Next']);
  await world.publish(passing.feed, ['Passes']);
  let kills = 0;
  const dying: typeof world.deps.send = async (part, to, uploads) => {
    if (to.telegramId !== String(stuck.chat.id) || part.text.startsWith('Next'))
      return world.deps.send(part, to, uploads);
    kills += 1;
    throw new Error('as if the process had ended here');
  };
  for (let count = 0; count < 6; count += 1) {
    await world.endWaits();
    await world.drain({ send: dying }).catch(() => null);
    if (count === 0) await world.publish(passing.feed, ['Passes again']);
  }
  assert.equal(kills, 3);
  assert.deepEqual(world.titlesIn(stuck), ['Before', 'Next']);
  assert.deepEqual(
    (await world.endingsOf(stuck)).map(({ outcome }) => outcome),
    ['sent', 'parked', 'sent'],
  );
});

test('an item that our own code breaks on is given up in the same way, and holds nobody up', async (t) => {
  const world = await createWorld(t, db);
  const [stuck, other] = [await world.newPerson(), await world.newPerson()];
  const { feed } = await startReading(world, stuck);
  const passing = await startReading(world, other);
  await db.query({ text: `update chats set language = 'ru' where id = $1`, values: [stuck.chatId] });
  await world.publish(feed, ['Deadly', 'Next']);
  let isParked = false;
  const readOn = (language: string) => {
    if (language === 'ru' && !isParked) throw new Error('a fault of ours');
    return 'Read on';
  };
  const settle: typeof world.deps.settle = (settlement) => {
    isParked ||= settlement.endings[0]?.outcome === 'parked';
    return world.deps.settle(settlement);
  };
  for (let count = 0; count < 5; count += 1) {
    await world.endWaits();
    await world.publish(passing.feed, [`Passes ${count}`]);
    await world.drain({ readOn, settle }).catch(() => null);
  }
  assert.deepEqual(world.titlesIn(stuck), ['Before', 'Next']);
  assert.deepEqual(
    (await world.endingsOf(stuck)).map(({ outcome }) => outcome),
    ['sent', 'parked', 'sent'],
  );
  assert.equal(world.titlesIn(other).length, 6);
});

test('a token that Telegram does not know parks nothing, even in a chat that is alone', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  await world.publish(feed, ['Waits']);
  const revoked: typeof world.deps.send = async () => ({ kind: 'unauthorized', words: 'Unauthorized' });
  for (let count = 0; count < 12; count += 1) {
    await world.endWaits();
    await db.query({ text: `update chat_schedule set head_first_at = head_first_at - interval '1 day'` });
    await world.drainOnce({ send: revoked });
  }
  await world.endWaits();
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['Before', 'Waits']);
});
