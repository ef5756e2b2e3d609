// How late items are seen, and for how many requests, by our rule and by fixed intervals.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseFeed } from '../src/feed/parse.ts';
import { numberOf, readCommandLine } from './command_line.ts';
import { fixedRule, ourRule, type Replay, type Rule, replay } from './replay.ts';
import { makeRhythms, type Random, randomFrom } from './rhythms.ts';

const DAY_MS = 86_400_000;
/** Of a corpus document the last half year is replayed; what is older counts as found by the first fetch. */
const REPLAYED_MS = 180 * DAY_MS;
const LEAST_ITEMS = 5;

const RULES: Record<string, () => Rule> = {
  ours: () => ourRule({ hasValidators: true }),
  'ours, no validators': () => ourRule({ hasValidators: false }),
  'fixed 60 s': () => fixedRule(60_000),
  'fixed 900 s': () => fixedRule(900_000),
};

const USAGE = `npm run bench:schedule -- [--seed N] [CORPORA_FOLDER]

  How late items are seen, and for how many requests, by our rule and by fixed intervals.

  CORPORA_FOLDER  replays the feeds there too
  --seed N        makes the rhythms; 1 unless given`;

const { seed, corpora } = readCommandLine(USAGE, () => {
  const options = { seed: { type: 'string', default: '1' } } as const;
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  return { seed: numberOf('--seed', values.seed), corpora: positionals[0] };
});
const random = randomFrom(seed);
console.log(`seed ${seed}; delay p50 / p90 in seconds, requests an item\n`);
printHead();
for (const [name, times] of Object.entries(makeRhythms(random))) {
  printRow(name, [{ times, fromMs: times[0]! - 1 }], random);
}
if (corpora !== undefined) {
  const feeds = await readCorpora(corpora);
  printRow(`${feeds.length} documents of the corpora`, feeds, random);
}

type Feed = { times: number[]; fromMs: number };

async function readCorpora(corpora: string): Promise<Feed[]> {
  const feeds: Feed[] = [];
  const folder = join(corpora, 'real');
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const outcome = await parseFeed(readFileSync(join(file.parentPath, file.name)));
    if (outcome.kind !== 'feed') continue;
    const times = outcome.feed.items
      .flatMap((item) => (item.publishedAt === null ? [] : [Date.parse(item.publishedAt)]))
      .sort((a, b) => a - b);
    const fromMs = Math.max(times[0]!, times.at(-1)! - REPLAYED_MS);
    if (times.filter((timeMs) => timeMs > fromMs).length >= LEAST_ITEMS) feeds.push({ times, fromMs });
  }
  return feeds;
}

function printHead(): void {
  console.log(
    `${'rhythm'.padEnd(44)}${'items'.padStart(6)}${Object.keys(RULES)
      .map((name) => name.padStart(24))
      .join('')}`,
  );
}

function printRow(name: string, feeds: readonly Feed[], random: Random): void {
  const cells = Object.values(RULES).map((makeRule) => {
    const replays = feeds.map(({ times, fromMs }) => {
      const phaseMs = random() * 900_000; // polls do not begin with the first item
      return replay(times, fromMs - phaseMs, makeRule(), random);
    });
    return summarise(replays);
  });
  const items = feeds.reduce((sum, { times, fromMs }) => sum + times.filter((timeMs) => timeMs > fromMs).length, 0);
  console.log(`${name.padEnd(44)}${String(items).padStart(6)}${cells.map((cell) => cell.padStart(24)).join('')}`);
}

function summarise(replays: readonly Replay[]): string {
  const delays = replays.flatMap(({ delaysMs }) => delaysMs).sort((a, b) => a - b);
  const requests = replays.reduce((sum, replayed) => sum + replayed.requests, 0);
  const at = (share: number) => Math.round(delays[Math.floor(share * (delays.length - 1))]! / 1000);
  return `${at(0.5)} / ${at(0.9)}, ${Math.round(requests / delays.length)}`;
}
