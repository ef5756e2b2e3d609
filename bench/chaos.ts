// npm run chaos [-- --seed N]: three workers and the bot under kills, crashes of the database and a Bot API server that misbehaves.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isSound, printReport } from './chaos/report.ts';
import { runChaos } from './chaos/run_chaos.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    chats: { type: 'string', default: '200' },
    feeds: { type: 'string', default: '300' },
    items: { type: 'string', default: '2600' },
    minutes: { type: 'string', default: '3' },
    kills: { type: 'string', default: '20' },
  },
});
console.log(`seed ${values.seed} (npm run chaos -- --seed ${values.seed} replays its decisions)`);
const report = await runChaos({
  seed: Number(values.seed),
  workers: 3,
  chats: Number(values.chats),
  feeds: Number(values.feeds),
  items: Number(values.items),
  publishMs: Number(values.minutes) * 60_000,
  workerKills: Number(values.kills),
  databaseCrashes: 2,
  settleMs: 600_000,
  folder: join(import.meta.dirname, '..', '.data', 'chaos', String(process.pid)),
  say: (line) => console.log(line),
});
printReport(report);
if (!isSound(report)) process.exitCode = 1;
