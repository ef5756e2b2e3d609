// What chats are told besides items goes through the same gate.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { claimReadyChats } from '../store/chat_schedule.ts';
import { readHeads } from '../store/heads.ts';
import { queueChatNotice } from '../store/notice_queue.ts';
import { queueFeedNotices } from '../store/notices.ts';
import { pauseChat, pauseTopic } from '../store/pauses.ts';
import { testDatabase } from '../testing/database.ts';
import { fanOut } from './fan_out.ts';
import { createWorld } from './testing.ts';

const db = await testDatabase();

async function tellReaders(feed: Parameters<typeof queueFeedNotices>[1]) {
  await db.transaction((tx) => queueFeedNotices(tx, feed, 'feed-gone', {}));
  await fanOut(db, feed);
}

async function readNotices() {
  const { rows } = await db.query<{ tries: number; messages: number; isDone: boolean }>({
    text: 'select tries, cardinality(message_ids) as messages, sent_at is not null as "isDone" from notices order by id',
  });
  return rows;
}

test('every chat that reads a feed is told once, before the items that wait', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const readers = [await world.newPerson(), await world.newGroup()];
  for (const reader of readers) await world.follow(reader, feed);
  await world.store(feed, [{ title: 'Item' }]);
  await tellReaders(feed);
  await world.drain();
  for (const reader of readers) {
    const [told, item, ...rest] = world.titlesIn(reader);
    assert.match(told!, /^feed-gone .*feed\d+|typed\.example/);
    assert.deepEqual([item, rest], ['Item', []]);
  }
  assert.deepEqual(await readNotices(), Array(2).fill({ tries: 1, messages: 1, isDone: true }));
  assert.equal((await world.scheduleOf(readers[0]!)).isDue, false);
});

test('a notice waits as Telegram says, and is tried again when it is in trouble', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  world.playground.fault({ method: 'sendMessage', action: { status: 429, retryAfter: 500 } });
  world.playground.fault({ method: 'sendMessage', action: 'bad-gateway' });
  await tellReaders(feed);
  await world.drainOnce();
  assert.ok((await world.scheduleOf(reader)).waitSeconds > 400);
  await world.endWaits();
  await world.drainOnce();
  await world.endWaits();
  await world.drainOnce();
  assert.deepEqual(await readNotices(), [{ tries: 3, messages: 1, isDone: true }]);
});

test('a notice that cannot be sent is given up and holds nothing up', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  world.playground.fault({ method: 'sendMessage', count: 1, action: { status: 400, description: 'Bad Request: no' } });
  await world.store(feed, [{ title: 'Item' }]);
  await tellReaders(feed);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['Item']);
  assert.deepEqual(await readNotices(), [{ tries: 1, messages: 0, isDone: true }]);
});

test('a paused topic is told of in the general one, once', async (t) => {
  const world = await createWorld(t, db);
  const forum = await world.newForum(['World']);
  const [topic] = [...forum.chat.topics.keys()];
  const feeds = [await world.newFeed(), await world.newFeed()];
  for (const feed of feeds) await world.follow(forum, feed, topic);
  world.playground.closeTopic(forum.chat, topic);
  for (const feed of feeds) await world.publish(feed, ['Item']);
  await world.drain();
  await pauseTopic(db, { chatId: forum.chatId, threadId: topic! }, 'topic-closed');
  await world.drain();
  const told = world.playground.textsIn(forum.chat);
  assert.equal(told.length, 1);
  assert.match(told[0]!, /^topic-closed/);
  assert.equal(world.playground.refusedCalls().length, 1);
});

test('whoever manages a chat from a private one is told that it was paused', async (t) => {
  const world = await createWorld(t, db);
  const [manager, channel] = [await world.newPerson(), await world.newGroup()];
  await db.query({
    text: 'update chats set managed_chat_id = $2 where id = $1',
    values: [manager.chatId, channel.chatId],
  });
  await db.query({ text: 'truncate graphile_worker._private_jobs' });
  assert.equal(await pauseChat(db, channel.chatId, 'no-rights'), true);
  const { rows } = await db.query({ text: 'select task_identifier as task from graphile_worker.jobs' });
  assert.deepEqual(rows, [{ task: 'deliver' }], 'and at once: the bot may have found out, while nobody sends');
  assert.equal(await pauseChat(db, channel.chatId, 'no-rights'), false);
  await world.drain();
  assert.deepEqual(world.titlesIn(manager), ['chat-paused {"title":"Group","reason":"no-rights"}']);
});

test('a notice is given only to whoever holds the chat', async (t) => {
  const world = await createWorld(t, db);
  const { chatId } = await world.newPerson();
  await queueChatNotice(db, { chatId, key: 'chat-paused', args: {} });
  const [slow, quick] = [randomUUID(), randomUUID()];
  const claim = (leaseToken: string) => claimReadyChats(db, { limit: 1, narrow: 0, leaseMs: 60_000, leaseToken });
  assert.equal((await claim(slow)).length, 1);
  await world.endWaits(); // its lease ran out before it read what to send
  assert.equal((await claim(quick)).length, 1);
  assert.deepEqual(await readHeads(db, slow, [chatId]), []);
  assert.equal((await readHeads(db, quick, [chatId])).length, 1);
});
