// An update that finds the database busy is not taken for handled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Database, databaseOf } from '../db.ts';
import { createBudget } from '../delivery/budget.ts';
import { upsertChat } from '../store/chats.ts';
import { insertUpdates } from '../store/updates.ts';
import { createTelegramClient } from '../telegram/client.ts';
import { testDatabase } from '../testing/database.ts';
import { openSession } from '../testing/sessions.ts';
import type { ChatDeps } from './context.ts';
import { handleUpdate } from './handle_update.ts';
import { handleInbox } from './inbox.ts';
import { createRights } from './rights.ts';

const db = await testDatabase();
const TELEGRAM_ID = 4711;

/** One whose locks are waited for hardly at all. */
const hasty: Database = databaseOf(async (work) => {
  const client = await db.pool.connect();
  try {
    await client.query(`set lock_timeout = '10ms'`);
    return await work(client);
  } finally {
    client.release(true);
  }
});

function depsOf(database: Database): ChatDeps {
  const telegram = createTelegramClient({ token: '1:test', apiRoot: 'http://127.0.0.1:1' });
  return {
    db: database,
    telegram,
    budget: createBudget(database, 1000),
    rights: createRights(telegram),
    botTelegramId: '1',
    username: 'bot',
    limits: { subscriptions: 10, filterClauses: 10 },
    ownerId: null,
    operatorId: null,
    log: { warn: () => undefined, error: (fault: unknown) => assert.fail(fault as Error) },
  };
}

/** The person blocked the bot. */
const BLOCKED = {
  update_id: 1,
  my_chat_member: {
    chat: { id: TELEGRAM_ID, type: 'private', first_name: 'Ada' },
    from: { id: TELEGRAM_ID, is_bot: false, first_name: 'Ada' },
    date: 0,
    old_chat_member: { user: { id: 1, is_bot: true, first_name: 'Bot' }, status: 'member' },
    new_chat_member: { user: { id: 1, is_bot: true, first_name: 'Bot' }, status: 'kicked', until_date: 0 },
  },
};

test('an update that waited too long for a lock is handled again, and once', async (t) => {
  const telegramId = String(TELEGRAM_ID);
  const { chatId } = await upsertChat(db, { telegramId, kind: 'private', title: '', language: 'en' });
  const other = await openSession(t, db);
  await other.query({ text: 'begin' });
  await other.query({ text: 'select from chats where id = $1 for update', values: [chatId] });
  await insertUpdates(db, [{ updateId: '1', chatTelegramId: telegramId, body: BLOCKED }]);
  const ending = new AbortController();
  const ends: string[] = [];
  const deps = depsOf(hasty);
  await handleInbox({
    db,
    signal: ending.signal,
    log: { error: () => undefined },
    woken: () => new Promise(() => undefined),
    handle: async ({ body }) => {
      try {
        await handleUpdate(body, deps);
        ends.push('handled');
        ending.abort();
      } catch (error) {
        ends.push((error as { code: string }).code);
        if (ends.length === 1) await other.query({ text: 'commit' });
        throw error;
      }
    },
  });
  assert.deepEqual(ends, ['55P03', 'handled']);
  const { rows } = await db.query({ text: 'select state, state_reason, done_at is null as open from chats, updates' });
  assert.deepEqual(rows, [{ state: 'paused', state_reason: 'blocked', open: false }]);
});
