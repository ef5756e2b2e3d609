// Refusals that are about a chat or a topic: it is paused or follows its group, and keeps all it has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pauseChat, resumeChat, resumeTopic } from '../store/pauses.ts';
import { testDatabase } from '../testing/database.ts';
import { createWorld, type Reader, startReading, type World } from './testing.ts';

const db = await testDatabase();

const TROUBLES: [string, string, (world: World, reader: Reader) => void][] = [
  ['blocked by its person', 'blocked', ({ playground }, { chat }) => playground.block(chat)],
  ['whose person is deactivated', 'deactivated', ({ playground }, { chat }) => playground.deactivate(chat.id)],
];
const GROUP_TROUBLES: typeof TROUBLES = [
  ['that kicked the bot', 'kicked', ({ playground }, { chat }) => playground.kick(chat)],
  ['that the bot left', 'not-a-member', ({ playground }, { chat }) => playground.leave(chat)],
  ['that was deleted', 'deleted', ({ playground }, { chat }) => playground.deleteGroup(chat)],
  [
    'in which the bot may not write',
    'no-rights',
    ({ playground }, { chat }) => playground.setRights(chat, { can_send_messages: false }),
  ],
];

for (const [what, reason, happen] of [...TROUBLES, ...GROUP_TROUBLES]) {
  test(`a chat ${what} is paused as ${reason}, asked once, and keeps all it has`, async (t) => {
    const world = await createWorld(t, db);
    const isGroup = GROUP_TROUBLES.some(([, name]) => name === reason);
    const reader = await (isGroup ? world.newGroup() : world.newPerson());
    const { feed, subscription } = await startReading(world, reader);
    await db.query({
      text: `update subscriptions set filter = '!nothing', title = 'Mine' where id = $1`,
      values: [subscription],
    });
    happen(world, reader);
    await world.publish(feed, ['Missed']);
    await world.drain();
    await world.publish(feed, ['Missed too']);
    await world.drain();
    assert.deepEqual(await world.stateOf(reader), { state: 'paused', reason, telegramId: String(reader.chat.id) });
    assert.equal(world.playground.refusedCalls().length, 1);
    const { rows } = await db.query({ text: 'select filter, title, state, ended_at as ended from subscriptions' });
    assert.deepEqual(rows, [{ filter: '!nothing', title: 'Mine', state: 'active', ended: null }]);
    assert.equal((await world.endingsOf(reader)).length, 1, 'what is missed is still pending');
  });
}

test('a chat that is resumed gets what it missed, in order', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  world.playground.block(reader.chat);
  await world.publish(feed, ['Missed', 'Missed too']);
  await world.drain();
  world.playground.unblock(reader.chat);
  assert.equal(await resumeChat(db, reader.chatId), 0);
  assert.equal(await resumeChat(db, reader.chatId), null, 'it is active now');
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['Before', 'Missed', 'Missed too']);
});

test('a second pause does not hide the reason of the first', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  assert.equal(await pauseChat(db, reader.chatId, 'blocked'), true);
  assert.equal(await pauseChat(db, reader.chatId, 'no-rights'), false);
  assert.equal((await world.stateOf(reader)).reason, 'blocked');
});

test('a closed topic pauses the subscriptions in it and no others, and they go on when it is opened', async (t) => {
  const world = await createWorld(t, db);
  const forum = await world.newForum(['World', 'Science']);
  const [closed, open] = [...forum.chat.topics.keys()];
  const one = await startReading(world, forum, closed);
  const other = await startReading(world, forum, open);
  world.playground.closeTopic(forum.chat, closed!);
  await world.publish(one.feed, ['In the closed one']);
  await world.publish(other.feed, ['In the open one']);
  await world.drain();
  assert.deepEqual(world.titlesIn(forum, closed!).slice(-1), ['Before']);
  assert.deepEqual(world.titlesIn(forum, open!).slice(-1), ['In the open one']);
  assert.equal((await world.stateOf(forum)).state, 'active');
  world.playground.openTopic(forum.chat, closed!);
  assert.equal(await resumeTopic(db, { chatId: forum.chatId, threadId: closed! }), 1);
  await world.drain();
  assert.deepEqual(world.titlesIn(forum, closed!).slice(-1), ['In the closed one']);
});

test('a deleted topic pauses what was subscribed in it', async (t) => {
  const world = await createWorld(t, db);
  const forum = await world.newForum(['World']);
  const [topic] = [...forum.chat.topics.keys()];
  const { feed, subscription } = await startReading(world, forum, topic);
  world.playground.deleteTopic(forum.chat, topic!);
  await world.publish(feed, ['Nowhere to go']);
  await world.drain();
  const { rows } = await db.query({
    text: 'select state, state_reason as reason from subscriptions where id = $1',
    values: [subscription],
  });
  assert.deepEqual(rows, [{ state: 'paused', reason: 'topic-missing' }]);
});

test('a group that became a supergroup gets the message that revealed it', async (t) => {
  const world = await createWorld(t, db);
  const group = await world.newGroup();
  const { feed } = await startReading(world, group);
  const supergroup = world.playground.migrate(group.chat);
  await world.publish(feed, ['After', 'And more']);
  await world.drain();
  assert.deepEqual(
    world.playground.textsIn(supergroup).map((text) => text.split('\n')[0]),
    ['After', 'And more'],
  );
  assert.equal((await world.stateOf(group)).telegramId, String(supergroup.id));
});

test('a group whose new id is known already becomes one chat, which keeps settings and place', async (t) => {
  const world = await createWorld(t, db);
  const group = await world.newGroup();
  const { feed, subscription } = await startReading(world, group);
  await db.query({ text: `update chats set filter = '!spam' where id = $1`, values: [group.chatId] });
  const supergroup = world.playground.migrate(group.chat);
  const twin = await world.know(supergroup);
  const own = await world.newFeed();
  await world.follow(twin, own);
  await world.follow(twin, feed); // from the beginning: the group has had the first item
  await world.publish(own, ['Of the new row']);
  await world.publish(feed, ['After']);
  await world.drain();
  const { rows } = await db.query({ text: 'select id, filter from chats' });
  assert.deepEqual(rows, [{ id: group.chatId, filter: '!spam' }]);
  const titles = world.playground.textsIn(supergroup).map((text) => text.split('\n')[0]!);
  assert.equal(titles.filter((title) => title === 'After').length, 1);
  assert.equal(titles.filter((title) => title === 'Of the new row').length, 1);
  const { rows: subs } = await db.query<{ id: string }>({
    text: 'select id from subscriptions where feed_id = $1',
    values: [feed],
  });
  assert.deepEqual(subs, [{ id: subscription }]);
});
