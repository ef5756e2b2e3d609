// Faults that other feed bots were seen to have in sending, each as what must not happen here. W1 … W11 are those of el_monitorro; W3, W5,
// W6, W8 and W12 are about publishers and stand in src/feed. W4 is in drain.test.ts ('an item that commits after the heads were read …').
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queueFeedNotices } from '../store/notices.ts';
import { testDatabase } from '../testing/database.ts';
import { fanOut } from './fan_out.ts';
import { createWorld, mediaAt, type Published } from './testing.ts';

const db = await testDatabase();
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `Item ${index + 1}`);

// W1
for (const action of [{ status: 500 }, { status: 429, retryAfter: 1 }, 'reset-before', 'bad-gateway'] as const) {
  const what = typeof action === 'string' ? action : action.status;
  test(`a failure (${what}) in the middle of a burst loses nothing behind it`, async (t) => {
    const world = await createWorld(t, db);
    const feed = await world.newFeed();
    const reader = await world.newPerson();
    await world.follow(reader, feed);
    let calls = 0;
    const send: typeof world.deps.send = (part, to, uploads) => {
      calls += 1;
      if (calls === 2) world.playground.fault({ method: 'sendMessage', action });
      return world.deps.send(part, to, uploads);
    };
    await world.publish(feed, numbered(8));
    await world.drain({ send });
    assert.deepEqual(world.titlesIn(reader), numbered(8));
  });
}

// W2
test('of a burst of any size every item is shown, not only the newest', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await world.publish(feed, numbered(250));
  await world.drain();
  const shown = world.playground
    .textsIn(reader.chat)
    .join('\n')
    .match(/Item \d+/g);
  assert.deepEqual(shown, numbered(250));
});

// W2
test('a filter is asked about every item of a burst, not only about the newest', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await db.query({ text: `update chats set filter = 'needle' where id = $1`, values: [reader.chatId] });
  await world.publish(feed, ['A needle', ...numbered(150)]);
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['A needle']);
});

// W10
test('an item that Telegram never takes holds up neither its feed nor the other feeds of the chat', async (t) => {
  const world = await createWorld(t, db);
  const [poisoned, healthy] = [await world.newFeed(), await world.newFeed()];
  const reader = await world.newPerson();
  for (const feed of [poisoned, healthy]) await world.follow(reader, feed);
  const send: typeof world.deps.send = async (part, to, uploads) =>
    part.text.includes('Poison') ? { kind: 'refused', words: 'Bad Request: no' } : world.deps.send(part, to, uploads);
  await world.publish(poisoned, ['Poison']);
  await world.publish(healthy, ['Of the other feed']);
  await world.publish(poisoned, ['Behind it']);
  await world.drain({ send });
  await world.drain({ send });
  assert.deepEqual(world.titlesIn(reader), ['Of the other feed', 'Behind it']);
  assert.equal((await world.endingsOf(reader)).filter(({ outcome }) => outcome === 'parked').length, 1);
});

// W11; a lost right and a supergroup: chat_trouble.test.ts
test('a closed topic costs nobody a subscription, a filter or a template', async (t) => {
  const world = await createWorld(t, db);
  const forum = await world.newForum(['World']);
  const [topic] = [...forum.chat.topics.keys()];
  const [inTopic, inGeneral] = [await world.newFeed(), await world.newFeed()];
  await world.follow(forum, inTopic, topic);
  await world.follow(forum, inGeneral);
  await db.query({ text: `update subscriptions set filter = '!spam', template = '{{bot_item_name}}'` });
  const settings = () =>
    db.query({ text: 'select feed_id, filter, template, ended_at from subscriptions order by feed_id' });
  const before = (await settings()).rows;
  world.playground.closeTopic(forum.chat, topic);
  await world.publish(inTopic, ['One']);
  await world.publish(inGeneral, ['Two']);
  await world.drain();
  assert.deepEqual((await settings()).rows, before);
  assert.ok(world.titlesIn(forum).includes('Two'));
});

// W7
test('of a feed that is gone each chat is told once, whichever chat cannot be told', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const readers = await Promise.all(Array.from({ length: 5 }, () => world.newPerson()));
  for (const reader of readers) await world.follow(reader, feed);
  const [, blocked, failing] = readers;
  world.playground.block(blocked!.chat);
  world.playground.fault({ chat: failing!.chat, count: 1000, action: { status: 500 } });
  await db.transaction((tx) => queueFeedNotices(tx, feed, 'feed-gone', {}));
  for (let round = 0; round < 8; round += 1) {
    await fanOut(db, feed);
    await world.endWaits();
    await world.drainOnce();
  }
  assert.deepEqual(
    readers.map((reader) => world.titlesIn(reader).length),
    [1, 0, 0, 1, 1],
  );
});

// W9
test('a chat whose sending outlasts every tick is sent to by one drain at a time', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  const held = world.playground.fault({ method: 'sendMessage', action: 'hold' });
  await world.publish(feed, numbered(3));
  const slow = world.drain();
  await held.reached();
  for (let tick = 0; tick < 3; tick += 1) await world.drainOnce();
  assert.equal(world.playground.calls.length, 1, 'the others find nothing to do');
  held.release();
  await slow;
  assert.deepEqual(world.titlesIn(reader), numbered(3));
});

// W10
test('whatever a publisher writes is sent, and nothing of it is refused', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const readers = [await world.newPerson(), await world.newPerson()];
  for (const reader of readers) await world.follow(reader, feed);
  await db.query({ text: `update chats set options = '{"mode":"full"}' where id = $1`, values: [readers[1]!.chatId] });
  const hostile: Published[] = [
    { title: '_*[<&`> </b> "title"', author: '<i>An & author', link: 'http://feed.example/?a=<b>&c="d"' },
    { title: '😀'.repeat(5_000) },
    { title: 'One line', content: 'x'.repeat(10_000) },
    { title: 'Emoji at the cut', content: `${'a'.repeat(4_095)}👨‍👩‍👧‍👦 and on` },
    { title: 'Links', content: '<a href="http://feed.example/">word</a> '.repeat(150) },
    {
      title: 'Cut in a tag',
      content: `${'word '.repeat(800)}<b><i><a href="http://feed.example/">${'long '.repeat(500)}`,
    },
  ];
  for (const item of hostile) {
    await world.publish(feed, [item]);
    await world.drain();
  }
  assert.deepEqual(world.playground.refusedCalls(), []);
  for (const reader of readers) {
    const outcomes = (await world.endingsOf(reader)).map(({ outcome }) => outcome);
    assert.deepEqual(
      outcomes,
      hostile.map(() => 'sent'),
    );
  }
});

test('one reader who blocked the bot keeps nothing from the others', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const readers = await Promise.all(Array.from({ length: 5 }, () => world.newPerson()));
  for (const reader of readers) await world.follow(reader, feed);
  world.playground.block(readers[1]!.chat);
  await world.publish(feed, numbered(3));
  await world.drain();
  assert.deepEqual(
    readers.map((reader) => world.titlesIn(reader)),
    [numbered(3), [], numbered(3), numbered(3), numbered(3)],
  );
});

test('a person who pauses or leaves changes nothing for the others', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const readers = await Promise.all(Array.from({ length: 4 }, () => world.newPerson()));
  for (const reader of readers) await world.follow(reader, feed);
  const [paused, left] = readers;
  await db.query({
    text: `update subscriptions set state = 'paused', state_reason = 'person' where chat_id = $1`,
    values: [paused!.chatId],
  });
  await db.query({ text: 'update subscriptions set ended_at = now() where chat_id = $1', values: [left!.chatId] });
  await world.publish(feed, ['News']);
  await world.drain();
  assert.deepEqual(
    readers.map((reader) => world.titlesIn(reader)),
    [[], [], ['News'], ['News']],
  );
});

test('a process that is told to end in the middle of an album sends it once', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  const media = [1, 2, 3].map((number) => mediaAt(`http://pictures.example/${number}.jpg`));
  const held = world.playground.fault({ method: 'sendMediaGroup', action: 'hold' });
  await world.publish(feed, [{ title: 'Album', media }, 'After']);
  const ending = new AbortController();
  const draining = world.drain({ signal: ending.signal });
  await held.reached();
  ending.abort();
  held.release();
  await draining;
  await world.drain();
  assert.equal(world.playground.messagesIn(reader.chat).filter(({ photo }) => photo).length, 3);
  assert.equal(world.titlesIn(reader).at(-1), 'After');
});

test('whoever unsubscribes while a message is on its way gets that one and no other', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  const held = world.playground.fault({ method: 'sendMessage', action: 'hold' });
  await world.publish(feed, numbered(3));
  const draining = world.drain();
  await held.reached();
  await db.query({ text: 'update subscriptions set ended_at = now() where chat_id = $1', values: [reader.chatId] });
  held.release();
  await draining;
  assert.deepEqual(world.titlesIn(reader), ['Item 1']);
});
