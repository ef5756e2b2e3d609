// Two rows of one group become one, and nobody is sent to meanwhile.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { createWorld } from '../delivery/testing.ts';
import { testDatabase } from '../testing/database.ts';
import { claimReadyChats } from './chat_schedule.ts';
import { migrateChat } from './migrate_chat.ts';

const db = await testDatabase();

async function twoRows(t: Parameters<typeof createWorld>[0]) {
  const world = await createWorld(t, db);
  const old = await world.newGroup();
  const fresh = await world.know(world.playground.migrate(old.chat));
  const ids = { fromTelegramId: String(old.chat.id), toTelegramId: String(fresh.chat.id) };
  return { world, old, fresh, ids };
}

test('a chat whose new id nobody knows only changes its id', async (t) => {
  const world = await createWorld(t, db);
  const group = await world.newGroup();
  const ids = { fromTelegramId: String(group.chat.id), toTelegramId: '-1005550001' };
  assert.equal(await migrateChat(db, ids), 'done');
  assert.equal(await migrateChat(db, ids), 'unknown', 'both chats say so, and the second finds it done');
  assert.equal((await world.stateOf(group)).telegramId, '-1005550001');
});

test('while somebody sends to one of the two rows nothing is merged', async (t) => {
  const { world, old, fresh, ids } = await twoRows(t);
  for (const holder of [old, fresh]) {
    await db.query({ text: 'update chat_schedule set due_at = now() where chat_id = $1', values: [holder.chatId] });
    const leaseToken = randomUUID();
    await claimReadyChats(db, { limit: 1, narrow: 0, leaseMs: 60_000, leaseToken });
    assert.equal(await migrateChat(db, ids), 'busy');
    await db.query({ text: `update chat_schedule set due_at = null, lease_until = '-infinity', lease_token = null` });
  }
  assert.equal(await migrateChat(db, ids), 'done');
  assert.equal((await world.stateOf(old)).telegramId, ids.toTelegramId);
});

test('the holder of the old lease may merge, and keeps it', async (t) => {
  const { world, old, ids } = await twoRows(t);
  await db.query({ text: 'update chat_schedule set due_at = now() where chat_id = $1', values: [old.chatId] });
  const leaseToken = randomUUID();
  await claimReadyChats(db, { limit: 1, narrow: 0, leaseMs: 60_000, leaseToken });
  assert.equal(await migrateChat(db, ids, leaseToken), 'done');
  assert.equal((await world.scheduleOf(old)).isLeased, true);
});

test('of two subscriptions to one feed the one that got further counts', async (t) => {
  const { world, old, fresh, ids } = await twoRows(t);
  const feed = await world.newFeed();
  const [first, second] = await world.store(feed, [{ title: 'One' }, { title: 'Two' }]);
  await world.follow(old, feed);
  await world.follow(fresh, feed);
  await db.query({ text: 'update subscriptions set cursor = $2 where chat_id = $1', values: [old.chatId, first] });
  await db.query({ text: 'update subscriptions set cursor = $2 where chat_id = $1', values: [fresh.chatId, second] });
  assert.equal(await migrateChat(db, ids), 'done');
  const { rows } = await db.query({ text: 'select chat_id, cursor from subscriptions' });
  assert.deepEqual(rows, [{ chat_id: old.chatId, cursor: second }]);
});
