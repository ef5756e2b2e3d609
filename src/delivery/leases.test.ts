// Leases, lost answers and ends that come late: at most one repeat, and nobody disturbs another sender.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { patient } from '../patience.ts';
import { claimReadyChats } from '../store/chat_schedule.ts';
import { testDatabase } from '../testing/database.ts';
import { createWorld } from './testing.ts';

const db = await testDatabase();
const numbered = (count: number, from = 1) => Array.from({ length: count }, (_, index) => `Item ${from + index}`);

test('drains side by side never hold the same chat', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  for (let count = 0; count < 40; count += 1) await world.follow(await world.newPerson(), feed);
  await world.publish(feed, ['One']);
  const claims = await Promise.all(
    Array.from({ length: 8 }, () =>
      claimReadyChats(db, { limit: 7, narrow: 2, leaseMs: 60_000, leaseToken: randomUUID() }),
    ),
  );
  const chats = claims.flat().map(({ chatId }) => chatId);
  assert.equal(new Set(chats).size, chats.length);
  const rest = await claimReadyChats(db, { limit: 100, narrow: 0, leaseMs: 60_000, leaseToken: randomUUID() });
  assert.equal(chats.length + rest.length, 40);
});

test('a message whose answer is lost is repeated once, and what follows it is not', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  world.playground.fault({ method: 'sendMessage', action: 'reset-after' });
  await world.publish(feed, numbered(3));
  await world.drain();
  assert.deepEqual(world.titlesIn(reader), ['Item 1', ...numbered(3)]);
});

test('a sender whose lease ran out records its message, and does not touch what another one holds', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  const first = world.playground.fault({ method: 'sendMessage', action: 'hold' });
  await world.publish(feed, numbered(2));
  const late = world.drain();
  await first.reached();
  await world.endWaits(); // as if 45 s had passed
  const second = world.playground.fault({ method: 'sendMessage', action: 'hold' });
  const other = world.drain();
  await second.reached();
  first.release();
  await world.playground.waitFor(() => world.playground.calls[0]?.status === 200);
  assert.equal((await world.scheduleOf(reader)).isLeased, true);
  second.release();
  await Promise.all([late, other]);
  assert.deepEqual(world.titlesIn(reader), ['Item 1', 'Item 1', 'Item 2']);
  assert.deepEqual(
    (await world.endingsOf(reader)).map(({ outcome }) => outcome),
    ['sent', 'sent', 'sent'],
    'all three are on record',
  );
});

test('an end that comes after the chat subscribed anew moves its cursor nowhere', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  const subscription = await world.follow(reader, feed);
  const held = world.playground.fault({ method: 'sendMessage', action: 'hold' });
  const ids = await world.publish(feed, numbered(5));
  const draining = world.drain();
  await held.reached();
  const cursor = ids[3]!;
  await db.query({ text: 'update subscriptions set cursor = $2 where id = $1', values: [subscription, cursor] });
  held.release();
  await draining;
  assert.deepEqual(world.titlesIn(reader), ['Item 1', 'Item 5']);
});

test('an end that is written twice, since the answer to the first commit was lost, stands once in the log', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await world.publish(feed, numbered(2));
  const twice = {
    ...db,
    query: async (query: Parameters<typeof db.query>[0]) => {
      if (query.name !== 'take_tokens' && query.name !== 'claim_ready_chats') await db.query(query);
      return db.query(query);
    },
  } as typeof db;
  await world.drain({ db: twice });
  assert.deepEqual(world.titlesIn(reader), numbered(2));
  assert.deepEqual(
    (await world.endingsOf(reader)).map(({ outcome }) => outcome),
    ['sent', 'sent'],
  );
});

test('while the database is away after a message went out, its end is kept and written', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await world.publish(feed, numbered(2));
  let losses = 3;
  const shaky = {
    ...db,
    query: async (query: Parameters<typeof db.query>[0]) => {
      if (query.name === 'settle' && losses > 0) {
        losses -= 1;
        throw Object.assign(new Error('gone'), { code: '57P01' });
      }
      return db.query(query);
    },
  } as typeof db;
  await world.drain({ db: patient(shaky, () => undefined) });
  assert.deepEqual(world.titlesIn(reader), numbered(2));
  assert.equal(losses, 0);
});

test('a message in several parts resumes at the part that failed, and its parts stay together', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await db.query({ text: `update chats set options = '{"mode":"full"}' where id = $1`, values: [reader.chatId] });
  const content = Array.from({ length: 1500 }, (_, index) => `word${index}`).join(' ');
  await world.publish(feed, [{ title: 'Long', content }, 'Short']);
  // The second call is refused for a moment, the third is cut off after it was stored.
  let calls = 0;
  const send: typeof world.deps.send = async (part, to, uploads) => {
    calls += 1;
    if (calls === 2) return { kind: 'failed', words: 'Internal Server Error' };
    const outcome = await world.deps.send(part, to, uploads);
    return calls === 3 ? { kind: 'unanswered', words: 'reset' } : outcome;
  };
  await world.drain({ send });
  await world.endWaits();
  await world.drain({ send });
  await world.endWaits();
  await world.drain({ send });
  const texts = world.playground.textsIn(reader.chat);
  assert.equal(texts.at(-1)!.split('\n')[0], 'Short');
  const parts = texts.slice(0, -1);
  assert.equal(parts[1], parts[2], 'the part whose answer was lost came twice');
  const words = [parts[0], ...parts.slice(2)].join(' ').match(/word\d+/g);
  assert.deepEqual(words, content.split(' '));
  const [, second] = world.playground.messagesIn(reader.chat);
  assert.ok(second?.reply_to_message, 'later parts belong to the first');
});

test('a drain that is told to end finishes what it has begun and claims nothing more', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  const held = world.playground.fault({ method: 'sendMessage', action: 'hold' });
  await world.publish(feed, numbered(3));
  const ending = new AbortController();
  const draining = world.drain({ signal: ending.signal });
  await held.reached();
  ending.abort();
  held.release();
  await draining;
  assert.deepEqual(world.titlesIn(reader), ['Item 1']);
  assert.equal((await world.scheduleOf(reader)).isLeased, false);
});
