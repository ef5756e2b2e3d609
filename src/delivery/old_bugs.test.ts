// Faults that other feed bots were seen to have, each as what must not happen here.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { createWorld, mediaAt } from './testing.ts';

const db = await testDatabase();
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `Item ${index + 1}`);

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
