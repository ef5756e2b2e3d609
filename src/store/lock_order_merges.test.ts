// The order of locks where two chats become one, and where the schedule is put right; see lock_order.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Database, Queryable } from '../db.ts';
import { testDatabase } from '../testing/database.ts';
import { assertLocksInOrder, openSession } from '../testing/sessions.ts';
import { upsertChat } from './chats.ts';
import { unscheduleUnreadFeeds } from './feed_retention.ts';
import { scheduleFeed } from './feed_schedule.ts';
import { upsertFeed } from './feeds.ts';
import type { ChatId, FeedId, ItemId, SubscriptionId } from './ids.ts';
import { migrateChat } from './migrate_chat.ts';
import { startSubscription } from './subscriptions.ts';

const db = await testDatabase();
let made = 0;

async function aGroup(): Promise<{ chatId: ChatId; telegramId: string }> {
  made += 1;
  const telegramId = String(-made);
  const { chatId } = await upsertChat(db, { telegramId, kind: 'group', title: '', language: 'en' });
  return { chatId, telegramId };
}

async function aFeed(): Promise<FeedId> {
  made += 1;
  const feedId = await upsertFeed(db, `http://feed${made}.example/`);
  await scheduleFeed(db, { feedId, host: `feed${made}.example`, waitMs: 0, polledNow: false });
  return feedId;
}

const follow = (chatId: ChatId, feedId: FeedId): Promise<SubscriptionId> =>
  startSubscription(db, { chatId, threadId: 0, feedId, url: 'http://typed.example/', cursor: '0' as ItemId });

/** Transactions on one session, of which nothing stays. */
function databaseOn(session: Queryable): Database {
  return {
    query: (query) => session.query(query),
    transaction: async (work) => {
      await session.query({ text: 'begin' });
      const result = await work(session);
      await session.query({ text: 'rollback' });
      return result;
    },
  };
}

/** A group that reads two feeds, and the row that its new id has got already, which reads the same. */
async function twoRows() {
  const [old, fresh] = [await aGroup(), await aGroup()];
  const subscriptionIds: SubscriptionId[] = [];
  for (const feedId of [await aFeed(), await aFeed()])
    for (const { chatId } of [fresh, old]) subscriptionIds.push(await follow(chatId, feedId));
  const ids = { fromTelegramId: old.telegramId, toTelegramId: fresh.telegramId };
  return { ids, chatIds: [old.chatId, fresh.chatId], subscriptionIds };
}

test('a merge of two chats locks chats, subscriptions and places in the schedule, each in the order of their ids', async (t) => {
  const { ids, chatIds, subscriptionIds } = await twoRows();
  const merge = (tx: Queryable) => migrateChat(databaseOn(tx), ids);
  await assertLocksInOrder(t, db, { table: 'chats', key: 'id', keys: chatIds, touch: 'title' }, merge);
  const subscriptions = { table: 'subscriptions', key: 'id', keys: subscriptionIds, touch: 'url' };
  await assertLocksInOrder(t, db, subscriptions, merge);
  await assertLocksInOrder(t, db, { table: 'chat_schedule', key: 'chat_id', keys: chatIds }, merge);
});

test('a merge takes chats before subscriptions, and those before places in the schedule', async (t) => {
  const { ids, chatIds, subscriptionIds } = await twoRows();
  const tables = [
    { table: 'chats', key: 'id', keys: chatIds },
    { table: 'subscriptions', key: 'id', keys: subscriptionIds },
    { table: 'chat_schedule', key: 'chat_id', keys: chatIds },
  ];
  for (const [index, { table, key, keys }] of tables.entries()) {
    const [holder, merger] = [await openSession(t, db), await openSession(t, db)];
    await holder.query({ text: 'begin' });
    await holder.query({ text: `select from ${table} where ${key} = any($1::bigint[]) for update`, values: [keys] });
    const merged = migrateChat(databaseOn(merger), ids);
    await merger.waits();
    for (const later of tables.slice(index + 1)) {
      await holder.query({
        text: `select from ${later.table} where ${later.key} = any($1::bigint[]) for update nowait`,
        values: [later.keys],
      });
    }
    await holder.query({ text: 'rollback' });
    assert.equal(await merged, 'done');
  }
});

test('feeds that nobody reads leave the schedule in the order of their ids', async (t) => {
  await db.query({ text: 'truncate feeds, feed_schedule, subscriptions cascade' });
  const feedIds = [await aFeed(), await aFeed(), await aFeed()];
  await assertLocksInOrder(t, db, { table: 'feed_schedule', key: 'feed_id', keys: feedIds }, (tx) =>
    databaseOn(tx).transaction(async (open) => {
      assert.equal(await unscheduleUnreadFeeds(open), 3);
    }),
  );
});
