// Three workers and the bot under kills, crashes of the database and a Bot API server that misbehaves.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isSound, printReport } from './chaos/report.ts';
import { runChaos } from './chaos/run_chaos.ts';
import { numberOf, readCommandLine } from './command_line.ts';

const USAGE = `npm run chaos -- [--seed N] [--chats N] [--feeds N] [--items N] [--minutes N] [--kills N]

  Three workers and the bot under kills, crashes of the database and a Bot API server that misbehaves; then counts
  what was lost, repeated or out of order. Takes about nine minutes.

  --seed N     makes its decisions; one of its own unless given
  --chats N    200 unless given
  --feeds N    300
  --items N    2600, published over
  --minutes N  3, while
  --kills N    20 workers are killed`;

const { minutes, kills, ...plan } = readCommandLine(USAGE, () => {
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
  return {
    seed: numberOf('--seed', values.seed),
    chats: numberOf('--chats', values.chats),
    feeds: numberOf('--feeds', values.feeds),
    items: numberOf('--items', values.items),
    minutes: numberOf('--minutes', values.minutes),
    kills: numberOf('--kills', values.kills),
  };
});
console.log(`seed ${plan.seed} (npm run chaos -- --seed ${plan.seed} replays its decisions)`);
const report = await runChaos({
  ...plan,
  workers: 3,
  publishMs: minutes * 60_000,
  workerKills: kills,
  databaseCrashes: 2,
  settleMs: 600_000,
  folder: join(import.meta.dirname, '..', '.data', 'chaos', String(process.pid)),
  say: (line) => console.log(line),
});
printReport(report);
if (!isSound(report)) process.exitCode = 1;
