// Each row of Telegram's refusals: what becomes of the item, of the chat, and of the others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Media } from '../store/item.ts';
import { pauseChat, resumeChat, resumeTopic } from '../store/pauses.ts';
import { testDatabase } from '../testing/database.ts';
import { createWorld, type Reader, type World } from './testing.ts';

const db = await testDatabase();

/** A reader that has got one item already. */
async function startReading(world: World, reader: Reader, threadId = 0) {
  const feed = await world.newFeed();
  const subscription = await world.follow(reader, feed, threadId);
  await world.publish(feed, ['Before']);
  await world.drain();
  return { feed, subscription };
}

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

test('a message that Telegram refuses is tried as plain text, then parked with its words, and the next one comes', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  const words = 'Bad Request: something about this one';
  world.playground.fault({ method: 'sendMessage', count: 2, action: { status: 400, description: words } });
  await world.publish(feed, [{ title: 'Poison', link: 'http://feed1.example/poison' }, 'Next']);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['Before', 'Next']);
  const [, refused] = await world.endingsOf(reader);
  assert.deepEqual([refused?.outcome, refused?.reason, refused?.messages], ['parked', words, 0]);
  const [, rich, plain] = world.playground.calls;
  assert.ok(rich?.params.entities && (rich.params.entities as object[]).length > 0);
  assert.deepEqual(plain?.params.entities ?? [], []);
  assert.match(String(plain?.params.text), /http:\/\/feed1\.example\/poison/);
});

test('a message that only its formatting stood against arrives without it', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  world.playground.fault({
    method: 'sendMessage',
    action: { status: 400, description: "Bad Request: can't parse entities" },
  });
  await world.publish(feed, [{ title: 'Plain', link: 'http://feed1.example/1' }]);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['Before', 'Plain']);
  assert.equal((await world.endingsOf(reader)).at(-1)!.outcome, 'sent');
});

const picture = (url: string): Media => ({
  kind: 'image',
  url,
  type: 'image/jpeg',
  bytes: null,
  width: null,
  height: null,
  durationSeconds: null,
  title: null,
  previewUrl: null,
});
// A picture of one pixel.
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a picture that Telegram cannot fetch is fetched here and uploaded', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  const media = picture('http://127.0.0.1:9/picture.png');
  const asked: string[] = [];
  await world.publish(feed, [{ title: 'With a picture', media: [media] }]);
  await world.drain({
    fetchUpload: async ({ url }) => {
      asked.push(url);
      return { bytes: PIXEL, filename: 'picture.png' };
    },
  });
  assert.deepEqual(asked, [media.url]);
  const message = world.playground.messagesIn(reader.chat).at(-1)!;
  assert.ok(message.photo);
  assert.match(message.caption ?? '', /With a picture/);
  assert.equal((await world.endingsOf(reader)).at(-1)!.outcome, 'sent');
});

test('a picture that nobody can fetch leaves its text, with a link to it', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  await world.publish(feed, [{ title: 'Text stays', media: [picture('http://127.0.0.1:9/gone.png')] }]);
  await world.drain();
  const message = world.playground.messagesIn(reader.chat).at(-1)!;
  assert.match(message.text ?? '', /^Text stays/);
  assert.ok(message.entities?.some(({ url }) => url === 'http://127.0.0.1:9/gone.png'));
});

test('an album goes without the piece that Telegram does not take', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  const media = ['http://a.example/1.jpg', 'http://127.0.0.1:9/gone.jpg', 'http://a.example/3.jpg'].map(picture);
  await world.publish(feed, [{ title: 'Album', media }]);
  await world.drain();
  const shown = world.playground.messagesIn(reader.chat).filter(({ photo }) => photo);
  assert.equal(shown.length, 2);
  assert.equal((await world.endingsOf(reader)).at(-1)!.messages, 2);
});

test('a group that takes text but no pictures gets the text, and is not paused', async (t) => {
  const world = await createWorld(t, db);
  const group = await world.newGroup();
  const { feed } = await startReading(world, group);
  world.playground.setRights(group.chat, { can_send_photos: false });
  await world.publish(feed, [{ title: 'Text only', media: [picture('http://a.example/1.jpg')] }]);
  await world.drain();
  assert.deepEqual(world.titlesIn(group), ['Before', 'Text only']);
  assert.equal((await world.stateOf(group)).state, 'active');
});

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
