// How our reading of the corpora compares with their references, and what it costs.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Feed } from '../src/feed/feed.ts';
import { parseFeed } from '../src/feed/parse.ts';
import { readCommandLine } from './command_line.ts';
import { compareCost } from './parse_cost.ts';

/** What README.md of the corpora asks for, per set. */
const LEAST = {
  real: 'noThrow=99.5 entries=99.5 feedTitle=99.5 title=99.5 id=99.5 date=99.5 content=99.5 link=99.2 author=99 contentText=99',
  torture: 'noThrow=99.5 entries=99.5 content=99.5 contentText=99.5 title=98 link=94 id=99 date=94 author=94',
};
/** The address the references were read at. */
const FEED_URL = 'http://feeds.test/dir/feed.xml';
const COST_LIMIT = 3;

type Reference = { docs: Record<string, { contentType: string | null }> };

const USAGE = `npm run score -- CORPORA_FOLDER

  How our reading of the corpora compares with their references, and what it costs.`;

const folder = readCommandLine(USAGE, () => parseArgs({ allowPositionals: true }).positionals[0]);
if (folder === undefined) {
  console.error('npm run score needs the folder of the corpora: npm run score -- CORPORA_FOLDER');
  process.exit(78);
}
await scoreAll(resolve(folder));

async function scoreAll(corpora: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'feedherald-score-'));
  try {
    for (const set of ['real', 'torture'] as const) await scoreSet(corpora, set, scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
  const ratio = await compareCost();
  if (ratio > COST_LIMIT) process.exitCode = 1;
}

async function scoreSet(corpora: string, set: keyof typeof LEAST, scratch: string): Promise<void> {
  const { docs }: Reference = JSON.parse(readFileSync(join(corpora, `${set}.json`), 'utf8'));
  const read: Record<string, unknown> = {};
  for (const [file, { contentType }] of Object.entries(docs)) {
    const outcome = await parseFeed(readFileSync(join(corpora, set, file)), { contentType, url: FEED_URL });
    read[file] = outcome.kind === 'feed' ? candidateOf(outcome.feed) : { error: outcome.reason };
  }
  const candidate = join(scratch, `${set}.json`);
  writeFileSync(candidate, JSON.stringify({ docs: read }));
  const scorer = [
    join(corpora, 'score.mjs'),
    set,
    candidate,
    ...process.argv.slice(3),
    '--min',
    ...LEAST[set].split(' '),
  ];
  const { status, error } = spawnSync(process.execPath, scorer, { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exitCode = 1;
}

function candidateOf({ title, link, items }: Feed): unknown {
  const entries = items.map(({ guid, publishedAt, updatedAt, ...item }) => {
    return { ...item, id: guid, published: publishedAt, updated: updatedAt };
  });
  return { feed: { title, link }, entries };
}
