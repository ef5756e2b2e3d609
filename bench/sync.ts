// How many feeds a second one worker polls, beside a bare loop over the same server in the same run.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { startPostgres } from '../src/embedded/postgres.ts';
import { migrate } from '../src/migrate.ts';
import { numberOf, readCommandLine } from './command_line.ts';
import { bareLoop } from './sync/bare.ts';
import { type OurLoop, ourLoop } from './sync/loop.ts';

/** Feeds of a host stand together, as a claim takes them together. */
const OF_HOST = 8;
const CASES = [
  // Several claims' worth: while the feeds of one are polled, the next is made.
  { name: 'unchanged (304)', path: 'same', feeds: 6_000, reads: false, goal: 0.6 },
  { name: 'changed (24 KB, one new item)', path: 'news', feeds: 1_000, reads: true, goal: 0.7 },
];

const USAGE = `npm run bench:sync -- [--rounds N] [--only same|news] [--kept]

  How many feeds a second one worker polls, beside a bare loop over the same server in the same run.

  --rounds N  5 unless given; medians are printed
  --only      unchanged feeds (same), or changed ones (news)
  --kept      keeps connections from one round to the next`;

const options = readCommandLine(USAGE, () => {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      only: { type: 'string' },
      kept: { type: 'boolean', default: false },
    },
  });
  const cases = CASES.filter(({ path }) => path === (values.only ?? path));
  if (cases.length === 0) throw new RangeError(`--only takes same or news, not '${values.only}'`);
  return { rounds: numberOf('--rounds', values.rounds), kept: values.kept, cases };
});

type Round = { wallMs: number; cpuMs: number };

async function timed(work: () => Promise<unknown>): Promise<Round> {
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1_000 };
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function measure(ours: OurLoop, port: number, { path, feeds, reads, ...about }: (typeof CASES)[number]) {
  const urls = Array.from({ length: feeds }, (_, index) => {
    const host = 2 + Math.floor(index / OF_HOST);
    return `http://127.0.${Math.floor(host / 256)}.${host % 256}:${port}/${path}/${index}`;
  });
  const feedIds = await ours.addFeeds(urls);
  const bare = bareLoop({ reads });
  await ours.makeDue(feedIds);
  await ours.pollDue(); // the first fetch stores what is there
  await bare.ask(urls);
  const rounds: { bare: Round; ours: Round; statements: number; delayMs: [p99: number, max: number] }[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    // A worker asks a host once a minute at most, and few servers keep a connection that long. `--kept`: as if all of them did.
    if (!options.kept) await Promise.all([bare.hangUp(), ours.hangUp()]);
    const ofBare = await timed(() => bare.ask(urls));
    await ours.makeDue(feedIds);
    let statements = 0;
    const delay = monitorEventLoopDelay({ resolution: 5 }); // a new one each time: it would count the bare loop's turn as one long delay
    delay.enable();
    const ofOurs = await timed(async () => {
      statements = await ours.pollDue();
    });
    delay.disable();
    rounds.push({ bare: ofBare, ours: ofOurs, statements, delayMs: [delay.percentile(99) / 1e6, delay.max / 1e6] });
  }
  await bare.hangUp();
  const perSecond = (of: 'bare' | 'ours') =>
    Math.round(feeds / (median(rounds.map((round) => round[of].wallMs)) / 1_000));
  const cpuMs = (of: 'bare' | 'ours') => median(rounds.map((round) => round[of].cpuMs)) / feeds;
  const ratio = median(rounds.map((round) => round.bare.wallMs / round.ours.wallMs));
  return {
    feeds: about.name,
    'bare, feeds/s': perSecond('bare'),
    'ours, feeds/s': perSecond('ours'),
    ratio: `${Math.round(100 * ratio)} % (goal ${100 * about.goal} %)`,
    'bare, CPU ms/feed': cpuMs('bare').toFixed(2),
    'ours, CPU ms/feed': cpuMs('ours').toFixed(2),
    'statements/feed': (median(rounds.map((round) => round.statements)) / feeds).toFixed(3),
    'loop delay p99, max ms': ([0, 1] as const)
      .map((at) => Math.round(median(rounds.map((round) => round.delayMs[at]))))
      .join(', '),
  };
}

const folder = join(import.meta.dirname, '..', '.data', 'bench', String(process.pid));
const postgres = await startPostgres(folder);
const server = fork(join(import.meta.dirname, 'sync', 'server.ts'));
try {
  await migrate(postgres.url);
  const [port] = (await once(server, 'message')) as [number];
  const ours = ourLoop(postgres.url);
  const results = [];
  for (const about of options.cases) results.push(await measure(ours, port, about));
  await ours.close();
  console.table(results);
  console.log(`peak memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
  console.log('A statement of graphile-worker to take a job and one to end it come to 0.01 a feed beside these.');
} finally {
  server.disconnect();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
