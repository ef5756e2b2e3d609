import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { bytesOf, HOSTILE_DOCUMENTS } from '../testing/hostile_documents.ts';
import { readPage } from './discovery/page.ts';
import { type Feed, LIMITS } from './feed.ts';
import { hashInTurns, hashItems } from './item_hashes.ts';
import { parseFeed } from './parse.ts';
import { createParser, parseDocument } from './parse_thread.ts';
import { rssOf } from './testing.ts';

const FEED_URL = 'https://harbour.example/dir/feed.xml';
const LARGE = Buffer.from(
  rssOf(Array.from({ length: 3_000 }, (_, i) => ({ title: `${i}`, text: 'word '.repeat(200) }))),
);
const PROTOTYPE_NAMES = Object.getOwnPropertyNames(Object.prototype).sort();

assert.ok(HOSTILE_DOCUMENTS.length >= 40);
for (const document of HOSTILE_DOCUMENTS) {
  // Well within the parse thread's own deadline, or the end would be `too-slow`.
  test(`a hostile document ends as it must: ${document.name}`, { timeout: 30_000 }, async () => {
    const contentType = document.contentType ?? null;
    const outcome = await parseDocument(bytesOf(document), { contentType, url: FEED_URL });
    const end = outcome.kind === 'feed' ? { items: outcome.feed.items.length } : outcome.reason;
    assert.deepEqual(end, document.end);
    if (outcome.kind === 'feed') {
      assertWithinLimits(outcome.feed);
      await hashInTurns(outcome.feed.items, { contentFields: null, homeUrl: outcome.feed.link });
      await setImmediate(); // or a deadline that passed meanwhile would not be seen
    }
    assert.deepEqual(Object.getOwnPropertyNames(Object.prototype).sort(), PROTOTYPE_NAMES);
  });
}

test('a hostile document that is taken for a page is read too', () => {
  for (const document of HOSTILE_DOCUMENTS) {
    const { links } = readPage(bytesOf(document), { contentType: 'text/html', url: FEED_URL });
    assert.ok(links.length <= 200, document.name);
  }
});

test('the loop turns between the items of a large feed while they are hashed', async () => {
  const item = { guid: null, link: null, title: '', author: null, summary: null, categories: [], media: [] };
  const dates = { publishedAt: null, updatedAt: null };
  const items = Array.from({ length: 40 }, (_, i) => ({ ...item, ...dates, content: `${i}${'word '.repeat(50_000)}` }));
  const options = { contentFields: null, homeUrl: null };
  const { turns, result } = await countTurns(() => hashInTurns(items, options));
  assert.ok(turns > 10, `${turns} turns`);
  assert.deepEqual(result, hashItems(items, options));
});

test('the loop turns while a document of three megabytes is read', async () => {
  const { turns, result } = await countTurns(() => createParser()(LARGE));
  assert.ok(turns > 10, `${turns} turns`);
  assert.equal(result.kind, 'feed');
});

test('a document that takes more than its time ends as too slow, and the next one is read in a thread anew', async () => {
  const parse = createParser({ timeoutMs: 1 });
  for (let document = 0; document < 2; document += 1)
    assert.deepEqual(await parse(LARGE), { kind: 'not-a-feed', reason: 'too-slow' });
});

test('documents that are asked for at once are read one after another, small ones beside large ones', async () => {
  const documents = HOSTILE_DOCUMENTS.filter(({ name }) =>
    /fourteen megabytes|closed hours|external entity/.test(name),
  );
  const outcomes = await Promise.all(documents.map((document) => parseDocument(bytesOf(document))));
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['feed', 'feed', 'feed'],
  );
});

test('any bytes, and any damage to a document, give a value', async () => {
  const folder = join(import.meta.dirname, 'samples');
  const samples = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
  const damage = fc.array(fc.tuple(fc.nat(), fc.constantFrom('cut', 'drop', 'double', 'noise'), fc.nat(255)), {
    maxLength: 6,
  });
  const damaged = fc.tuple(fc.constantFrom(...samples), damage).map(([sample, steps]) => {
    return steps.reduce<Buffer>((bytes, [at, how, byte]) => harm(bytes, at % (bytes.length + 1), how, byte), sample);
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged), async (bytes) => {
      const outcome = await parseFeed(bytes, { url: FEED_URL });
      if (outcome.kind === 'feed') assertWithinLimits(outcome.feed);
    }),
    { numRuns: 1000 },
  );
});

/** How often the loop turns until `work` is done. */
async function countTurns<Result>(work: () => Promise<Result>): Promise<{ turns: number; result: Result }> {
  let turns = 0;
  let next: NodeJS.Immediate;
  const turn = () => {
    turns += 1;
    next = globalThis.setImmediate(turn);
  };
  turn();
  const result = await work();
  clearImmediate(next!);
  return { turns, result };
}

function harm(bytes: Buffer, at: number, how: string, byte: number): Buffer {
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (how) {
    case 'cut':
      return before;
    case 'drop':
      return Buffer.concat([before, after.subarray(byte)]);
    case 'double':
      return Buffer.concat([before, after.subarray(0, byte), after]);
    default:
      return Buffer.concat([before, Buffer.of(byte), after.subarray(1)]);
  }
}

function assertWithinLimits({ title, items }: Feed): void {
  assert.ok(title.length <= LIMITS.titleChars);
  assert.ok(items.length <= LIMITS.items);
  for (const item of items) {
    const texts = [item.title, item.author, item.summary, item.content, item.guid, item.link].map((text) => text ?? '');
    const chars = texts.reduce((sum, text) => sum + text.length, 0);
    assert.ok(chars <= LIMITS.itemChars + 2 * LIMITS.titleChars + 2 * LIMITS.urlChars);
    assert.ok(!/[^\P{Cc}\t\n\r]/u.test(texts.join('')));
    assert.ok(!texts.join('').includes('root:x:0'));
    assert.ok(item.media.length <= LIMITS.media && item.categories.length <= LIMITS.categories);
    for (const url of [item.link, ...item.media.map((medium) => medium.url)]) {
      assert.ok(url === null || /^https?:\/\//.test(url));
    }
    for (const date of [item.publishedAt, item.updatedAt]) assert.ok(date === null || !Number.isNaN(Date.parse(date)));
  }
}
