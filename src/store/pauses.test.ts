// How long a pause keeps what came meanwhile.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, type Reader } from '../delivery/testing.ts';
import { testDatabase } from '../testing/database.ts';
import { expirePaused, pauseChat, pauseTopic, resumeChat } from './pauses.ts';

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
