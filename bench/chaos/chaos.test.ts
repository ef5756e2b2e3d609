// The short version of `npm run chaos`: a minute of it, on each run of the tests.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runChaos } from './run_chaos.ts';

test('under kills, a crash of the database and random accidents nothing is lost and nothing is out of order', {
  timeout: 480_000,
}, async (t) => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  t.diagnostic(`SEED=${seed}`);
  const report = await runChaos({
    seed,
    workers: 2,
    chats: 30,
    feeds: 40,
    items: 120,
    publishMs: 20_000,
    workerKills: 2,
    databaseCrashes: 1,
    settleMs: 240_000,
    folder: join(import.meta.dirname, '..', '..', '.data', 'chaos', String(process.pid)),
    say: (line) => t.diagnostic(line),
  });
  t.diagnostic(JSON.stringify(report));
  assert.deepEqual(
    { lost: report.lost, outOfOrder: report.outOfOrder, pending: report.pending },
    { lost: [], outOfOrder: [], pending: 0 },
  );
  assert.ok(report.sent > 0 && report.faults > 0);
  assert.ok(
    report.repeated <= report.unsettledAtKills + report.answersLost,
    `${report.repeated} repeats, ${report.unsettledAtKills} messages in flight at kills, ${report.answersLost} answers lost`,
  );
});
