// Slots: how many drains run at once, and what becomes of a wake that finds them all taken.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type pg from 'pg';
import { takeSlot } from '../store/drain_slots.ts';
import { wake } from '../store/jobs.ts';
import { testDatabase } from '../testing/database.ts';
import { openSession } from '../testing/sessions.ts';
import { deliver } from './deliver.ts';
import { fanOut } from './fan_out.ts';
import { createWorld } from './testing.ts';

const db = await testDatabase();

async function withClient<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await db.pool.connect();
  return work(client).finally(() => client.release());
}

const readJobs = async () =>
  (
    await db.query<{ key: string; seconds: number }>({
      text: `
      select key, extract(epoch from run_at - now())::float8 as seconds from graphile_worker.jobs where task_identifier = 'deliver'`,
    })
  ).rows;

test('there are two slots, whoever asks, and one that is given back can be taken', async () => {
  await withClient((one) =>
    withClient((two) =>
      withClient(async (three) => {
        const [first, second] = [await takeSlot(one, 2), await takeSlot(two, 2)];
        assert.ok(first && second);
        assert.equal(await takeSlot(three, 2), null);
        await first.release();
        const third = await takeSlot(three, 2);
        assert.ok(third);
        await Promise.all([second.release(), third.release()]);
      }),
    ),
  );
});

test('a slot ends with its connection, so that a killed drain leaves it free', async () => {
  const client = await db.pool.connect();
  assert.ok(await takeSlot(client, 1));
  client.release(true); // the connection is closed
  const free = await withClient(async (other) => {
    for (;;) {
      const slot = await takeSlot(other, 1);
      if (slot) return slot.release().then(() => true);
    }
  });
  assert.equal(free, true);
});

test('a wake reaches a drain that holds a slot', async () => {
  await withClient(async (client) => {
    const slot = await takeSlot(client, 1);
    const woken = slot!.woken();
    await wake(db, 'deliver');
    await woken;
    await slot!.release();
  });
});

test('a delivery queues itself for the next chat that waits, and for nothing when none does', async (t) => {
  const world = await createWorld(t, db);
  await db.query({ text: 'delete from graphile_worker._private_jobs' });
  const deps = { ...world.deps, withClient, signal: undefined };
  const feed = await world.newFeed();
  const reader = await world.newPerson();
  await world.follow(reader, feed);
  await world.store(feed, [{ title: 'One' }]);
  await db.query({ text: 'update chat_schedule set due_at = now()' });
  assert.equal(await deliver(deps), 1);
  assert.deepEqual(await readJobs(), []);
  world.playground.fault({ method: 'sendMessage', action: { status: 429, retryAfter: 30 } });
  await world.store(feed, [{ title: 'Two' }]);
  await db.query({ text: 'update chat_schedule set due_at = now()' });
  await deliver(deps);
  const [job, ...others] = await readJobs();
  assert.deepEqual(others, []);
  assert.ok(job!.seconds > 28 && job!.seconds <= 31, `${job!.seconds}`);
});

test('a delivery that finds all slots taken leaves it to those who hold them', async (t) => {
  const world = await createWorld(t, db);
  await withClient((one) =>
    withClient(async (two) => {
      const slots = [await takeSlot(one, 2), await takeSlot(two, 2)];
      assert.equal(await deliver({ ...world.deps, withClient, signal: undefined }), 0);
      assert.deepEqual(world.playground.calls, []);
      for (const slot of slots) await slot!.release();
    }),
  );
});

test('chats that are marked after those before them were served find somebody who sends, too', async (t) => {
  const world = await createWorld(t, db);
  const feed = await world.newFeed();
  const readers = [await world.newPerson(), await world.newPerson()];
  for (const reader of readers) await world.follow(reader, feed);
  await world.store(feed, [{ title: 'News' }]);
  const [holder, marker] = [await openSession(t, db), await openSession(t, db)];
  await holder.query({ text: 'begin' });
  await holder.query({
    text: 'select from chat_schedule where chat_id = $1 for update',
    values: [readers[1]!.chatId],
  });
  const fanned = fanOut(marker, feed, { chunk: 1 });
  await marker.waits();
  await world.drain();
  assert.deepEqual(world.titlesIn(readers[0]!), ['News']);
  await db.query({ text: 'truncate graphile_worker._private_jobs' }); // the wake before has been answered
  await holder.query({ text: 'commit' });
  assert.deepEqual(await fanned, { chunks: 2 });
  assert.equal((await readJobs()).length, 1);
});
