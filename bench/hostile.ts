// What hostile documents, and those of the corpora, do to the process that reads them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readPage } from '../src/feed/discovery/page.ts';
import { hashInTurns } from '../src/feed/item_hashes.ts';
import { parseDocument } from '../src/feed/parse_thread.ts';
import { bytesOf, HOSTILE_DOCUMENTS } from '../src/testing/hostile_documents.ts';
import { readCommandLine } from './command_line.ts';

const GROWTH_LIMIT_MB = 100;
const BLOCK_LIMIT_MS = 200;
const MIB = 2 ** 20;
/** Pages of a heap that has ended, as the parse thread's does, are kept for the next one, for eight seconds. */
const V8_KEEPS_MS = 10_000;
const FEED_URL = 'http://feeds.test/dir/feed.xml';

type Document = { name: string; read: () => Uint8Array; contentType: string | null };
type Row = { name: string; kib: number; ms: number; blockedMs: number; end: string };

const USAGE = `npm run bench:hostile -- [CORPORA_FOLDER]

  What hostile documents, and those of the corpora, do to the process that reads them.`;

const { corporaFolder, writeTo } = readCommandLine(USAGE, () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'string' } } });
  return { corporaFolder: positionals[0], writeTo: values.write };
});
if (writeTo !== undefined) {
  HOSTILE_DOCUMENTS.forEach((hostile, i) => {
    writeFileSync(join(writeTo, String(i)), bytesOf(hostile));
  });
  process.exit();
}
// Another process makes them: the memory that this takes is not that of reading them.
const scratch = mkdtempSync(join(tmpdir(), 'feedherald-hostile-'));
spawnSync(process.execPath, [import.meta.filename, '--write', scratch], { stdio: 'inherit' });
const documents: Document[] = [
  ...HOSTILE_DOCUMENTS.map(({ name, contentType = null }, i) => {
    return { name, read: () => readFileSync(join(scratch, String(i))), contentType };
  }),
  ...(corporaFolder === undefined ? [] : corpora(corporaFolder)),
];
// Code that runs for the first time, here and in the parse thread, is no document's doing.
for (let i = 0; i < 100; i++) await parseDocument(sampleFeed(100));
await parseDocument(sampleFeed(10_000));
globalThis.gc?.();
const rssBefore = process.memoryUsage().rss;
const rows: Row[] = [];
for (const document of documents) rows.push(await measure(document));
globalThis.gc?.(); // what is only not collected yet has not grown
await setTimeout(V8_KEEPS_MS);
rmSync(scratch, { recursive: true });
report(rows, (process.memoryUsage().rss - rssBefore) / MIB);

function corpora(folder: string): Document[] {
  const docs = ['real', 'torture'].flatMap((set) =>
    readdirSync(join(folder, set), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return docs.map((name) => ({ name, read: () => readFileSync(name), contentType: null }));
}

function sampleFeed(length: number): Uint8Array {
  const items = '<item><title>t</title></item>'.repeat(length);
  return Buffer.from(`<rss version="2.0"><channel><title>t</title>${items}</channel></rss>`);
}

async function measure({ name, read, contentType }: Document): Promise<Row> {
  const bytes = read();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await setTimeout(5); // a block is seen as the time between two of the monitor's ticks
  delay.reset();
  const start = performance.now();
  const outcome = await parseDocument(bytes, { contentType, url: FEED_URL });
  await setImmediate(); // what follows is done in other turns
  if (outcome.kind === 'feed')
    await hashInTurns(outcome.feed.items, { contentFields: null, homeUrl: outcome.feed.link });
  await setImmediate();
  readPage(bytes, { contentType, url: FEED_URL });
  const ms = performance.now() - start;
  await setTimeout(5);
  delay.disable();
  const end = outcome.kind === 'feed' ? `${outcome.feed.items.length} items` : outcome.reason;
  return { name, kib: bytes.length / 1024, ms, blockedMs: delay.max / 1e6, end };
}

function report(all: Row[], grownMb: number): void {
  const line = (cells: string[]) =>
    console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(58) : cell.padStart(13))).join(''));
  line(['document', 'KiB', 'ms', 'loop ms', 'end']);
  const shown = all.slice(0, HOSTILE_DOCUMENTS.length);
  for (const { name, kib, ms, blockedMs, end } of shown)
    line([name, kib.toFixed(0), ms.toFixed(0), blockedMs.toFixed(0), end]);
  const worst = all.toSorted((a, b) => b.blockedMs - a.blockedMs)[0]!;
  console.log(
    `\n${all.length} documents (${all.length - shown.length} of the corpora); memory grew by ${grownMb.toFixed(0)} MB (limit ${GROWTH_LIMIT_MB})`,
  );
  console.log(
    `the loop was blocked for ${worst.blockedMs.toFixed(0)} ms at most (limit ${BLOCK_LIMIT_MS}): ${worst.name}`,
  );
  if (grownMb > GROWTH_LIMIT_MB || worst.blockedMs > BLOCK_LIMIT_MS) process.exitCode = 1;
}
