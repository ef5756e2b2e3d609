// One budget for all processes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOCUMENTED_LIMITS } from '../playground/flood.ts';
import type { ChatId } from '../store/ids.ts';
import { noteThrottled, takeTokens } from '../store/send_budget.ts';
import { testDatabase } from '../testing/database.ts';
import { createBudget } from './budget.ts';
import { paceOf } from './pace.ts';
import { createWorld, mediaAt } from './testing.ts';

const db = await testDatabase();
const [one, other] = ['1', '2'] as ChatId[];

async function setBudget(columns: string) {
  await db.query({ text: `update send_budget set ${columns}` });
}

/** So slow that no token comes while a test runs. */
const STILL = { perSecond: 1e-6, capacity: 100, ahead: 0 };

test('processes that take at once never get more than there is', async () => {
  await setBudget('tokens = 15, slowdown = 1, refilled_at = clock_timestamp()');
  const taken = await Promise.all(Array.from({ length: 20 }, () => takeTokens(db, { ...STILL, wanted: 4 })));
  assert.equal(
    taken.reduce((sum, { granted }) => sum + granted, 0),
    15,
  );
});

test('tokens do not pile up while nothing is sent', async () => {
  await setBudget(`tokens = 0, refilled_at = clock_timestamp() - interval '1 hour'`);
  const { granted } = await takeTokens(db, { ...STILL, perSecond: 28, capacity: 2, wanted: 100 });
  assert.equal(granted, 2, 'two at once and 28 within the second are within what Telegram counts');
});

test('when there is no token, those that come soon are booked, and may be used when all have come', async () => {
  await setBudget('tokens = 1, refilled_at = clock_timestamp()');
  const take = (wanted = 10) => takeTokens(db, { wanted, perSecond: 1e-3, capacity: 2, ahead: 3 });
  const isAbout = (actual: number, expected: number) => assert.ok(Math.abs(actual - expected) < 1e4, `${actual}`);
  const [now, soon, later, none] = [await take(), await take(1), await take(), await take()];
  assert.deepEqual([now.granted, soon.granted, later.granted, none.granted], [1, 1, 2, 0]);
  assert.equal(now.waitMs, 0);
  isAbout(soon.waitMs, 1e6);
  isAbout(later.waitMs, 3e6);
  isAbout(none.nextInMs, 1e6);
});

test('an answer to a person is booked where items have to wait', async () => {
  await setBudget('tokens = -3, refilled_at = clock_timestamp()');
  const budget = createBudget(db, 28);
  assert.equal((await budget.take('items', 1)).granted, 0);
  const answer = await budget.take('people', 1);
  assert.equal(answer.granted, 1);
  assert.ok(answer.waitMs > 100 && answer.waitMs <= 4000 / 28, `${answer.waitMs}`);
});

test('tokens that were not used are given back', async () => {
  await setBudget('tokens = 0, refilled_at = clock_timestamp()');
  const budget = createBudget(db, 1000);
  await budget.giveBack(40);
  assert.ok((await takeTokens(db, { ...STILL, wanted: 100 })).granted >= 40);
});

test("a chat's own flood slows nobody down, floods of several chats halve the rate, and it recovers", async () => {
  await setBudget(`slowdown = 1, slowed_at = '-infinity', throttled_chat = null, throttled_at = '-infinity'`);
  const waitMs = async () => {
    await setBudget('tokens = 0, refilled_at = clock_timestamp()');
    return (await takeTokens(db, { wanted: 1, perSecond: 1e-3, capacity: 10, ahead: 0 })).nextInMs;
  };
  const isAbout = (actual: number, expected: number) => assert.ok(Math.abs(actual / expected - 1) < 0.05, `${actual}`);
  for (let count = 0; count < 5; count += 1) await noteThrottled(db, one!);
  isAbout(await waitMs(), 1e6);
  await noteThrottled(db, other!);
  isAbout(await waitMs(), 2e6);
  await noteThrottled(db, one!);
  isAbout(await waitMs(), 2e6); // one window of sends counts once
  await setBudget(`slowed_at = clock_timestamp() - interval '61 seconds'`);
  isAbout(await waitMs(), 1e6);
});

test('a later 429 of another chat long after is no flood', async () => {
  await setBudget(
    `slowdown = 1, slowed_at = '-infinity', throttled_chat = 1, throttled_at = clock_timestamp() - interval '1 minute'`,
  );
  await noteThrottled(db, other!);
  const { rows } = await db.query({ text: 'select slowdown from send_budget' });
  assert.deepEqual(rows, [{ slowdown: 1 }]);
});

test("under Telegram's limits no message is turned away, whatever waits", async (t) => {
  const world = await createWorld(t, db, { perSecond: 28, flood: DOCUMENTED_LIMITS });
  await setBudget('tokens = 0, refilled_at = clock_timestamp()');
  const feed = await world.newFeed();
  const people = await Promise.all(Array.from({ length: 40 }, () => world.newPerson()));
  const groups = await Promise.all(Array.from({ length: 10 }, () => world.newGroup()));
  for (const reader of [...people, ...groups]) await world.follow(reader, feed);
  await world.publish(feed, ['One', 'Two']);
  await Promise.all([world.drain({ paceOf }), world.drain({ paceOf })]);
  for (const reader of [...people, ...groups]) assert.deepEqual(world.titlesIn(reader), ['One', 'Two']);
  assert.deepEqual(world.playground.refusedCalls(), []);
});

test('an album waits for as many tokens as it has pieces', async (t) => {
  const world = await createWorld(t, db, { perSecond: 28 });
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  const media = Array.from({ length: 5 }, (_, index) => mediaAt(`http://pictures.example/${index}.jpg`));
  await world.publish(feed, [{ title: 'Album', media }]);
  const waits: number[] = [];
  await world.drain({
    budget: { ...world.deps.budget, waitFor: async (_lane, count) => void waits.push(count) },
  });
  assert.deepEqual(waits, [4], 'the first was taken with the claim');
});

test('messages that may be paid for say so', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await world.publish(feed, ['Paid']);
  await world.drain({ send: (part, to, uploads) => world.deps.send(part, { ...to, paid: true }, uploads) });
  assert.equal(world.playground.calls[0]?.params.allow_paid_broadcast, true);
});

test('after a message without an answer, which Telegram may have counted, no burst runs into its limit', async (t) => {
  const world = await createWorld(t, db, { flood: { ...DOCUMENTED_LIMITS, globalPerSecond: 1000 } });
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  world.playground.fault({ method: 'sendMessage', action: 'reset-after' });
  await world.publish(feed, ['One', 'Two', 'Three', 'Four', 'Five']);
  await world.drain({ paceOf });
  assert.deepEqual(world.titlesIn(reader), ['One', 'One', 'Two', 'Three', 'Four', 'Five']);
  assert.deepEqual(world.playground.refusedCalls(), []);
});

test('a chat that was told to wait begins with one message, not with a burst', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  world.playground.fault({ method: 'sendMessage', action: { status: 429, retryAfter: 5 } });
  await world.publish(feed, ['One']);
  await world.drainOnce({ paceOf });
  const { rows } = await db.query<{ ahead: number }>({
    text: 'select extract(epoch from paced_until - not_before)::float8 as ahead from chat_schedule where chat_id = $1',
    values: [reader.chatId],
  });
  assert.ok(Math.abs(rows[0]!.ahead - 2) < 0.01, `${rows[0]!.ahead}`);
});
