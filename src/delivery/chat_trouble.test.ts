// Refusals that are about a chat or a topic: it is paused or follows its group, and keeps all it has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chat } from '../playground/world.ts';
import { migrateChat } from '../store/migrate_chat.ts';
import { pauseChat, resumeChat, resumeTopic } from '../store/pauses.ts';
import { testDatabase } from '../testing/database.ts';
import { createWorld, type Reader, startReading, type World } from './testing.ts';

const db = await testDatabase();

type Happening = (world: World, reader: Reader) => void;

const kick: Happening = ({ playground }, { chat }) => playground.kick(chat);
const leave: Happening = ({ playground }, { chat }) => playground.leave(chat);
const silence: Happening = ({ playground }, { chat }) => playground.setRights(chat, { can_send_messages: false });
const demote: Happening = ({ playground }, { chat }) => playground.setRights(chat, { can_post_messages: false });

/** Each row of telegram.md's table of chats that cannot be written to. */
const TROUBLES: [what: string, kind: Chat['kind'], reason: string, happen: Happening][] = [
  ['blocked by its person', 'private', 'blocked', ({ playground }, { chat }) => playground.block(chat)],
  [
    'whose person is deactivated',
    'private',
    'deactivated',
    ({ playground }, { chat }) => playground.deactivate(chat.id),
  ],
  [
    'that was never started',
    'private',
    'blocked',
    (_world, { chat }) => Object.assign(chat, { bot: { status: 'new' } }),
  ],
  ['that nobody knows', 'private', 'not-found', forget],
  ['that is a bot’s', 'private', 'not-found', becomeBot],
  ['that kicked the bot', 'group', 'kicked', kick],
  ['that kicked the bot', 'supergroup', 'kicked', kick],
  ['that kicked the bot', 'channel', 'kicked', kick],
  ['that the bot left', 'group', 'not-a-member', leave],
  ['that the bot left', 'supergroup', 'not-a-member', leave],
  ['that was made private without the bot', 'channel', 'not-a-member', leave],
  ['that was deleted', 'group', 'deleted', ({ playground }, { chat }) => playground.deleteGroup(chat)],
  ['that was deleted', 'supergroup', 'kicked', ({ playground }, { chat }) => playground.deleteGroup(chat)],
  ['in which the bot may not write', 'group', 'no-rights', silence],
  ['in which the bot may not write', 'supergroup', 'no-rights', silence],
  ['in which the bot may not post any more', 'channel', 'no-rights', demote],
];

function forget({ playground }: World, { chat }: Reader): void {
  playground.world.chats.delete(chat.id);
  playground.world.people.delete(chat.id);
}

function becomeBot({ playground }: World, { chat }: Reader): void {
  playground.world.chats.delete(chat.id);
  playground.world.people.get(chat.id)!.is_bot = true;
}

for (const [what, kind, reason, happen] of TROUBLES) {
  test(`a ${kind} chat ${what} is paused as ${reason}, asked once, and keeps all it has`, async (t) => {
    const world = await createWorld(t, db);
    const reader = await (kind === 'private'
      ? world.newPerson()
      : world.know(world.playground.createChat({ kind, title: 'Group' })));
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

test('when General is closed, what is subscribed there waits, and topics go on', async (t) => {
  const world = await createWorld(t, db);
  const forum = await world.newForum(['World']);
  const [topic] = [...forum.chat.topics.keys()];
  const general = await startReading(world, forum);
  const inTopic = await startReading(world, forum, topic);
  world.playground.closeTopic(forum.chat);
  await world.publish(general.feed, ['In General', 'In General too']);
  await world.publish(inTopic.feed, ['In the topic']);
  await world.drain();
  assert.equal(world.playground.refusedCalls().length, 1);
  assert.deepEqual(world.titlesIn(forum, topic!).slice(-1), ['In the topic']);
  world.playground.openTopic(forum.chat);
  assert.equal(await resumeTopic(db, { chatId: forum.chatId, threadId: 0 }), 1);
  await world.drain();
  assert.deepEqual(world.titlesIn(forum).slice(-2), ['In General', 'In General too']);
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

test('a group that becomes a supergroup while a message is on its way gets that one there and the next one here', async (t) => {
  const world = await createWorld(t, db);
  const group = await world.newGroup();
  const { feed } = await startReading(world, group);
  const held = world.playground.fault({ method: 'sendMessage', action: 'hold' });
  await world.publish(feed, ['On its way', 'After']);
  const draining = world.drain();
  await held.reached();
  const supergroup = world.playground.migrate(group.chat);
  await world.know(supergroup); // somebody wrote there before we heard of the move
  const ids = { fromTelegramId: String(group.chat.id), toTelegramId: String(supergroup.id) };
  assert.equal(await migrateChat(db, ids), 'busy', 'the service message comes while the chat is leased');
  held.release();
  await draining;
  await world.drain();
  assert.deepEqual(world.titlesIn(group), ['Before', 'On its way']);
  assert.deepEqual(world.titlesIn({ ...group, chat: supergroup }), ['After']);
  const { rows } = await db.query({ text: 'select id, telegram_id as "telegramId" from chats' });
  assert.deepEqual(rows, [{ id: group.chatId, telegramId: String(supergroup.id) }]);
});
