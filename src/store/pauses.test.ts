// How long a pause keeps what came meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, type Reader } from '../delivery/testing.ts';
import { testDatabase } from '../testing/database.ts';
import { openSession } from '../testing/sessions.ts';
import { expirePaused, pauseChat, pauseTopic, resumeChat, resumeTopic } from './pauses.ts';

const db = await testDatabase();

async function pausedFor({ chatId }: Reader, days: number) {
  await db.query({
    text: `update chats set paused_at = clock_timestamp() - $2 * interval '1 day' where id = $1`,
    values: [chatId, days],
  });
}

test('the backlog of a pause by an error is kept for seven days, then it expires on record', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const [short, long] = [await world.newPerson(), await world.newPerson()];
  for (const reader of [short, long]) {
    await world.follow(reader, feed);
    await pauseChat(db, reader.chatId, 'blocked');
  }
  const ids = await world.publish(feed, ['One', 'Two', 'Three']);
  await pausedFor(short, 6.9);
  await pausedFor(long, 7.1);
  assert.equal(await expirePaused(db, 7), 1);
  assert.equal(await expirePaused(db, 7), 0);
  const [ending] = await world.endingsOf(long);
  assert.deepEqual([ending?.item, ending?.to, ending?.outcome, ending?.reason], [ids[0], ids[2], 'expired', 'blocked']);
  assert.equal(await resumeChat(db, long.chatId), 3, 'whoever resumes can be told how many');
  assert.equal(await resumeChat(db, short.chatId), 0);
  await world.publish(feed, ['Four']);
  await world.drain();
  assert.deepEqual(world.titlesIn(long), ['Four']);
  assert.deepEqual(world.titlesIn(short), ['One', 'Two', 'Three', 'Four']);
});

test("what a closed topic keeps expires too, and a person's pause is left alone", async (t) => {
  const world = await createWorld(t, db);
  const forum = await world.newForum(['World', 'Science']);
  const feeds = [await world.newFeed(), await world.newFeed()];
  const [closed, paused] = [await world.follow(forum, feeds[0]!, 2), await world.follow(forum, feeds[1]!, 3)];
  await pauseTopic(db, { chatId: forum.chatId, threadId: 2 }, 'topic-closed');
  await db.query({
    text: `update subscriptions set state = 'paused', state_reason = 'person' where id = $1`,
    values: [paused],
  });
  await db.query({ text: `update subscriptions set paused_at = clock_timestamp() - interval '8 days'` });
  for (const feed of feeds) await world.publish(feed, ['Missed']);
  assert.equal(await expirePaused(db, 7), 1);
  const { rows } = await db.query({ text: 'select subscription_id as id, reason from deliveries' });
  assert.deepEqual(rows, [{ id: closed, reason: 'topic-closed' }]);
});

test('a chat or topic is resumed together with its place in the schedule, or not at all', async (t) => {
  const world = await createWorld(t, db);
  const forum = await world.newForum(['World']);
  const feed = await world.newFeed();
  const subscription = await world.follow(forum, feed, 2);
  const other = await openSession(t, db);
  const hasty = await openSession(t, db);
  await hasty.query({ text: `set lock_timeout = '10ms'` });
  await pauseTopic(db, { chatId: forum.chatId, threadId: 2 }, 'topic-closed');
  await pauseChat(db, forum.chatId, 'no-rights');
  await db.query({ text: 'update chat_schedule set due_at = null' });
  await other.query({ text: 'begin' });
  await other.query({ text: 'select from chat_schedule where chat_id = $1 for update', values: [forum.chatId] });
  await assert.rejects(resumeChat(hasty, forum.chatId), { code: '55P03' });
  await assert.rejects(resumeTopic(hasty, { chatId: forum.chatId, threadId: 2 }), { code: '55P03' });
  const states = async () => {
    const { rows } = await db.query({
      text: `
        select c.state as chat, s.state as topic, due_at is not null as due
        from chats c join subscriptions s on s.chat_id = c.id join chat_schedule using (chat_id) where s.id = $1`,
      values: [subscription],
    });
    return rows[0];
  };
  assert.deepEqual(await states(), { chat: 'paused', topic: 'paused', due: false });
  await other.query({ text: 'rollback' });
  assert.equal(await resumeTopic(hasty, { chatId: forum.chatId, threadId: 2 }), 1);
  assert.deepEqual(await states(), { chat: 'paused', topic: 'active', due: true });
  await db.query({ text: 'update chat_schedule set due_at = null' });
  assert.equal(await resumeChat(hasty, forum.chatId), 0);
  assert.deepEqual(await states(), { chat: 'active', topic: 'active', due: true });
});
