import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Database } from '../db.ts';
import { lead } from '../store/leadership.ts';
import { insertUpdates, type StoredUpdate } from '../store/updates.ts';
import { testDatabase } from '../testing/database.ts';
import { handleInbox } from './inbox.ts';

const db = await testDatabase();
const never = () => new Promise<void>(() => undefined);
const quiet = { error: () => undefined };

/** An inbox that runs until the test ends; `handled` resolves when so many updates were handled. */
function startInbox(t: TestContext, handle: (update: StoredUpdate) => Promise<void>, over: Database = db) {
  const ending = new AbortController();
  const seen: string[] = [];
  const waiting: { count: number; resolve(): void }[] = [];
  const ended = handleInbox({
    db: over,
    woken: never,
    signal: ending.signal,
    log: quiet,
    handle: async (update) => {
      await handle(update);
      seen.push(update.updateId);
      for (const { count, resolve } of waiting) if (seen.length >= count) resolve();
    },
  });
  t.after(async () => {
    ending.abort();
    await ended;
  });
  const handled = (count: number) =>
    new Promise<void>((resolve) => (seen.length >= count ? resolve() : waiting.push({ count, resolve })));
  return { seen, handled, ended, end: () => ending.abort() };
}

/** Updates of chats, in a table that was empty. */
async function begin(...updates: [id: number, chat: number][]): Promise<void> {
  await db.query({ text: 'truncate updates' });
  await store(...updates);
}

async function store(...updates: [id: number, chat: number][]): Promise<void> {
  await insertUpdates(
    db,
    updates.map(([id, chat]) => ({ updateId: String(id), chatTelegramId: String(chat), body: {} })),
  );
}

test('updates of a chat are handled one after the other, chats beside each other', async (t) => {
  await begin([1, 10], [2, 10], [3, 20]);
  const gate = Promise.withResolvers<void>();
  const inbox = startInbox(t, ({ updateId }) => (updateId === '1' ? gate.promise : Promise.resolve()));
  await inbox.handled(1);
  assert.deepEqual(inbox.seen, ['3'], 'the other chat did not wait');
  gate.resolve();
  await inbox.handled(3);
  assert.deepEqual(inbox.seen, ['3', '1', '2']);
});

test('an update that was handled and could not be marked so is not handled again, and ends nothing', async (t) => {
  await begin([1, 10], [2, 10]);
  let refusals = 0;
  const refusing: Database = {
    ...db,
    query: (query) => {
      if (query.name !== 'mark_update_done' || refusals > 0) return db.query(query);
      refusals += 1;
      return Promise.reject(
        Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }),
      );
    },
  };
  const inbox = startInbox(t, async () => undefined, refusing);
  await inbox.handled(2);
  assert.deepEqual([inbox.seen, refusals], [['1', '2'], 1]);
});

test('another inbox leaves a chat alone while an update of it is still in hand', async (t) => {
  await begin([1, 10], [2, 10], [3, 20]);
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const first = startInbox(t, ({ updateId }) => {
    begun.resolve();
    return updateId === '1' ? gate.promise : Promise.resolve();
  });
  await begun.promise;
  first.end(); // it lost its place, and is still answering
  await store([4, 30]);
  const second = startInbox(t, async () => undefined);
  await second.handled(1);
  assert.deepEqual(
    second.seen.filter((id) => id === '1' || id === '2'),
    [],
  );
  gate.resolve();
  await first.ended;
  const third = startInbox(t, async () => undefined);
  await third.handled(1);
  assert.deepEqual([...first.seen, ...second.seen, ...third.seen].sort(), ['1', '2', '3', '4'], 'each once');
});

test('a process leads until what it has in hand is finished, and the next one only then', async () => {
  const order: string[] = [];
  const firstEnding = new AbortController();
  const secondEnding = new AbortController();
  const leads = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const first = lead(db.url, firstEnding.signal, async ({ signal }) => {
    leads.resolve();
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    order.push('first is told to end');
    await finish.promise;
    order.push('first has ended');
  });
  await leads.promise;
  const second = lead(db.url, secondEnding.signal, async () => {
    order.push('second begins');
  });
  firstEnding.abort();
  await somebodyWaits();
  finish.resolve();
  await Promise.all([first, second]);
  assert.deepEqual(order, ['first is told to end', 'first has ended', 'second begins']);
});

test('who waits to lead and is told to end gives up at once', async () => {
  const leads = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const first = lead(db.url, new AbortController().signal, async () => {
    leads.resolve();
    await finish.promise;
  });
  await leads.promise;
  const ending = new AbortController();
  const second = lead(db.url, ending.signal, () => Promise.reject(new Error('it must not lead')));
  await somebodyWaits();
  ending.abort();
  await second;
  finish.resolve();
  await first;
});

/** Resolves when some session waits for the leader's lock. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await db.query({
      text: `select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
    });
    if (rows.length > 0) return;
  }
}
