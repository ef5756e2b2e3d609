// Whoever locks several rows takes them in one order, so that nobody waits in a circle. Seen with real sessions: where one row is held,
// none that comes after it is taken yet.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Queryable } from '../db.ts';
import { testDatabase } from '../testing/database.ts';
import { assertLocksInOrder, openSession } from '../testing/sessions.ts';
import { insertItems, titled } from '../testing/stored_items.ts';
import { beginBatch, settlePolls } from './batches.ts';
import { type ClaimedChat, markReadersDue, settleEmpty } from './chat_schedule.ts';
import { upsertChat } from './chats.ts';
import { recordFailure } from './feed_failures.ts';
import { mergeFeeds, moveReaders } from './feed_moves.ts';
import { giveBackFeeds, scheduleFeed } from './feed_schedule.ts';
import { lockFeed, upsertFeed } from './feeds.ts';
import { readHeads } from './heads.ts';
import { leaseHost } from './hosts.ts';
import type { ChatId, FeedId, ItemId, SubscriptionId } from './ids.ts';
import { settle } from './settle.ts';
import { endSubscriptions, startSubscription } from './subscriptions.ts';

const db = await testDatabase();
let made = 0;

async function aChat(): Promise<ChatId> {
  made += 1;
  return (await upsertChat(db, { telegramId: String(made), kind: 'private', title: '', language: 'en' })).chatId;
}

/** Scheduled, failing, and leased under a token. */
async function aFeed(leaseToken: string): Promise<FeedId> {
  made += 1;
  const feedId = await upsertFeed(db, `http://feed${made}.example/`);
  await scheduleFeed(db, { feedId, host: `feed${made}.example`, waitMs: 0, polledNow: false });
  await db.query({ text: `update feeds set state = 'failing', failures = 1 where id = $1`, values: [feedId] });
  await db.query({
    text: 'update feed_schedule set lease_token = $2 where feed_id = $1',
    values: [feedId, leaseToken],
  });
  return feedId;
}

const follow = (chatId: ChatId, feedId: FeedId) =>
  startSubscription(db, { chatId, threadId: 0, feedId, url: 'http://typed.example/', cursor: '0' as ItemId });

const rescheduled = (feedId: FeedId) => ({
  feedId,
  waitMs: 1_000,
  intervalMs: 1_000,
  wasFailing: true,
  validators: null,
});

test('good and failed polls lock a feed before its place in the schedule, as an unsubscribe does', async (t) => {
  const leaseToken = randomUUID();
  const failed = { leaseToken, reason: {}, error: '', waitMs: 1_000, isGone: false };
  const polls = [
    (tx: Queryable, feedId: FeedId) =>
      settlePolls(tx, { leaseToken, hostToken: leaseToken }, { unchanged: [rescheduled(feedId)], hosts: [] }),
    (tx: Queryable, feedId: FeedId) => recordFailure(tx, { feedId, ...failed }),
  ];
  for (const poll of polls) {
    const [chatId, feedId] = [await aChat(), await aFeed(leaseToken)];
    await follow(chatId, feedId);
    const [unsubscriber, poller] = [await openSession(t, db), await openSession(t, db)];
    await unsubscriber.query({ text: 'begin' });
    await lockFeed(unsubscriber, feedId);
    const polled = poll(poller, feedId);
    await poller.waits();
    assert.equal((await endSubscriptions(unsubscriber, { chatId, threadId: null, feedIds: [feedId] })).length, 1);
    await unsubscriber.query({ text: 'commit' });
    assert.equal(Number(await polled), 0, 'it has left the schedule');
  }
});

test('places in the schedule are locked in the order of the feeds', async (t) => {
  const leaseToken = randomUUID();
  const others = { leaseToken: randomUUID(), hostToken: randomUUID() };
  const feedIds = [await aFeed(leaseToken), await aFeed(leaseToken), await aFeed(leaseToken)];
  const given = feedIds.toReversed();
  const order = { table: 'feed_schedule', key: 'feed_id', keys: feedIds };
  const begin = (tx: Queryable, ids: FeedId[]) =>
    beginBatch(tx, {
      feedIds: ids,
      leaseToken,
      hostToken: leaseToken,
      leaseMs: 60_000,
      hostLeaseMs: 1_000,
      concurrency: 2,
    });
  await assertLocksInOrder(t, db, order, (tx) => begin(tx, given));
  await assertLocksInOrder(t, db, { table: 'feeds', key: 'id', keys: feedIds, touch: 'title' }, (tx) =>
    settlePolls(tx, others, { unchanged: given.map(rescheduled), hosts: [] }),
  );
  await db.query({ text: `update feeds set state = 'active', failures = 0` });
  const undo = async (tx: Queryable, work: () => Promise<unknown>) => {
    await tx.query({ text: 'begin' });
    await work();
    await tx.query({ text: 'rollback' });
  };
  await assertLocksInOrder(t, db, order, (tx) =>
    undo(tx, () =>
      settlePolls(tx, { leaseToken, hostToken: leaseToken }, { unchanged: given.map(rescheduled), hosts: [] }),
    ),
  );
  await assertLocksInOrder(t, db, order, (tx) => undo(tx, () => giveBackFeeds(tx, leaseToken, given, 1_000)));
  const [first, second] = feedIds as [FeedId, FeedId];
  await assertLocksInOrder(t, db, { ...order, keys: [first, second] }, (tx) =>
    undo(tx, () => mergeFeeds(tx, second, first)),
  );
  const chatId = await aChat();
  await assertLocksInOrder(t, db, order, (tx) => endSubscriptions(tx, { chatId, threadId: null, feedIds: given }));
});

test('hosts are let go in the order in which they are leased', async (t) => {
  const [leaseToken, names] = [randomUUID(), ['a.example', 'b.example', 'c.example']];
  for (const name of names) await leaseHost(db, { name, leaseToken, leaseMs: 60_000, concurrency: 2 });
  const seen = names.toReversed().map((name) => ({ name, pollMs: null, isWell: true, stretch: 1 }));
  await assertLocksInOrder(t, db, { table: 'hosts', key: 'name', keys: names }, (tx) =>
    settlePolls(tx, { leaseToken, hostToken: leaseToken }, { unchanged: [], hosts: seen }),
  );
});

test('chats are locked in the order of their ids by whoever marks them, reads their heads or finds them empty', async (t) => {
  const leaseToken = randomUUID();
  const chatIds = [await aChat(), await aChat(), await aChat()];
  const [feedId, target] = [await aFeed(leaseToken), await aFeed(leaseToken)];
  for (const chatId of chatIds.toReversed()) await follow(chatId, feedId);
  await insertItems(db, feedId, [titled('One')], { rebuilt: false, firstFetch: false });
  await db.query({
    text: `update chat_schedule set lease_token = $2, lease_until = 'infinity', wakes = 1 where chat_id = any($1::bigint[])`,
    values: [chatIds, leaseToken],
  });
  const order = { table: 'chat_schedule', key: 'chat_id', keys: chatIds };
  const claimed: ClaimedChat[] = chatIds.toReversed().map((chatId) => ({ chatId, wakes: '0' }));
  await assertLocksInOrder(t, db, order, (tx) => readHeads(tx, leaseToken, chatIds.toReversed()));
  await assertLocksInOrder(t, db, order, (tx) => settleEmpty(tx, leaseToken, claimed));
  await assertLocksInOrder(t, db, order, (tx) => markReadersDue(tx, { feedId, after: null, limit: 10, wide: false }));
  await db.query({ text: 'update subscriptions set cursor = (select max(id) from items)' });
  await db.transaction((tx) => mergeFeeds(tx, feedId, target));
  await assertLocksInOrder(t, db, order, (tx) => moveReaders(tx, 10));
});

test('the ends of several heads lock subscriptions and then chats, both in the order of their ids', async (t) => {
  const leaseToken = randomUUID();
  const chatIds = [await aChat(), await aChat(), await aChat()];
  const feedId = await aFeed(leaseToken);
  const subscriptionIds: SubscriptionId[] = [];
  for (const chatId of chatIds) subscriptionIds.push(await follow(chatId, feedId));
  const sent = { toItemId: null, outcome: 'sent' as const, reason: null, messageIds: ['1'] };
  const ends = chatIds.map((chatId, index) => ({
    chat: { chatId, wakes: '0' },
    leaseToken,
    subscriptionId: subscriptionIds[index]!,
    cursor: '0' as ItemId,
    endings: [{ ...sent, itemId: '1' as ItemId }],
    hasMore: false,
    pace: { messages: 1, paceMs: 1_000, burst: 3 },
  }));
  const settled = (tx: Queryable) => settle(tx, ends.toReversed());
  await assertLocksInOrder(
    t,
    db,
    { table: 'subscriptions', key: 'id', keys: subscriptionIds, touch: 'thread_id' },
    settled,
  );
  await assertLocksInOrder(t, db, { table: 'chat_schedule', key: 'chat_id', keys: chatIds }, settled);
  // A sender that waits for a subscription holds no chat yet.
  const [holder, asker] = [await openSession(t, db), await openSession(t, db)];
  await holder.query({ text: 'begin' });
  await holder.query({ text: 'select from subscriptions where id = $1 for update', values: [subscriptionIds[0]] });
  const asked = settled(asker);
  await asker.waits();
  const free = {
    text: 'select from chat_schedule where chat_id = any($1::bigint[]) for update nowait',
    values: [chatIds],
  };
  assert.equal((await holder.query(free)).rowCount, 3);
  await holder.query({ text: 'rollback' });
  await asked;
});
