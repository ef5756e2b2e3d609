// Which pools are taken for dead, and by whom. Only clock columns are moved: nobody waits.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { beat, unlockDeadPools } from './workers.ts';

const db = await testDatabase();
const SILENT_MS = 120_000;

const signOf = (poolId: string) => beat(db, { poolId, concurrency: 1, silentMs: SILENT_MS });
const judge = (poolId: string) => unlockDeadPools(db, { poolId, silentMs: SILENT_MS });

/** As if so much time had passed for these pools without a sign of theirs. */
async function pass(seconds: number, poolIds: string[]) {
  await db.query({
    text: `
      update workers set heartbeat_at = heartbeat_at - $1 * interval '1 second', regular_since = regular_since - $1 * interval '1 second'
      where pool_id = any($2)`,
    values: [seconds, poolIds],
  });
}

/** They beat every half minute for so long, and the others are silent. */
async function beatFor(seconds: number, poolIds: string[], silent: string[] = []) {
  for (let passed = 0; passed < seconds; passed += 30) {
    await pass(30, [...poolIds, ...silent]);
    for (const poolId of poolIds) await signOf(poolId);
  }
}

beforeEach(() => db.query({ text: 'truncate workers' }));

test('a pool that is silent while another beats is taken for dead', async () => {
  for (const poolId of ['alive', 'killed']) await signOf(poolId);
  await beatFor(150, ['alive'], ['killed']);
  assert.equal(await judge('alive'), 1);
  assert.equal(await judge('alive'), 0);
});

test('after the database was away the first pool back takes nobody for dead, until it has beaten for as long', async () => {
  for (const poolId of ['first', 'second', 'killed']) await signOf(poolId);
  await beatFor(300, ['first', 'second', 'killed']);
  await pass(180, ['first', 'second', 'killed']); // away
  await signOf('first');
  assert.equal(await judge('first'), 0);
  await pass(30, ['first', 'second', 'killed']);
  for (const poolId of ['first', 'second']) await signOf(poolId);
  assert.equal(await judge('first'), 0);
  await beatFor(120, ['first', 'second'], ['killed']);
  assert.equal(await judge('first'), 1, 'only the one that was killed meanwhile');
});

test('a pool that has just begun takes nobody for dead', async () => {
  await signOf('killed');
  await pass(600, ['killed']);
  await signOf('fresh');
  assert.equal(await judge('fresh'), 0);
  await beatFor(150, ['fresh'], ['killed']);
  assert.equal(await judge('fresh'), 1);
});
