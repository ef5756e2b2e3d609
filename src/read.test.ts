import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFeedServer } from './testing/feed_server.ts';

const ROOT = join(import.meta.dirname, '..');
const SAMPLES = join(ROOT, 'src/feed/samples');

/** What `npm run read -- …` starts. */
function read(args: string[], env: Record<string, string> = {}) {
  const command = ['-r', './guard.cjs', 'src/read.ts', ...args];
  return new Promise<{ code: unknown; lines: string[]; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      command,
      { cwd: ROOT, env: { PATH: process.env.PATH, ...env } },
      (error, stdout, stderr) => {
        resolve({ code: error?.code ?? 0, lines: stdout.split('\n').slice(0, -1), stderr });
      },
    );
  });
}

test('many documents are one JSON line each, in order, and one that is no feed says so and fails the run', async () => {
  const files = ['podcast.xml', 'refused_html_page.html', 'json_1_1.json'].map((file) => join(SAMPLES, file));
  const { code, lines, stderr } = await read(['--base', 'https://harbour.example/dir/', ...files, '/no/such/file']);
  const [podcast, page, json, missing] = lines.map((line) => JSON.parse(line));
  assert.equal(code, 1);
  assert.equal(stderr, '');
  assert.equal(lines.length, 4);
  assert.partialDeepStrictEqual(podcast, { source: files[0], status: 'document', feed: { format: 'rss' } });
  assert.match(page.error, /web page|not a feed/i);
  assert.equal(json.items[0].id, '1');
  assert.match(missing.error, /no such file/);
});

test('an address is read under the guard of the worker, and its credentials are not printed', async () => {
  const server = await startFeedServer();
  server.on('/feed', '<rss version="2.0"><channel><title>Sea</title><item><guid>1</guid></item></channel></rss>');
  const url = server.url('/feed').replace('//', '//ada:secret@');
  const refused = await read([url]);
  assert.equal(refused.code, 1);
  assert.match(JSON.parse(refused.lines[0]!).error, /could not be reached/);
  assert.equal(server.requests.length, 0);
  const open = await read([url], { FETCH_ALLOW_PRIVATE: '127.0.0.1' });
  assert.equal(open.code, 0);
  assert.partialDeepStrictEqual(JSON.parse(open.lines[0]!), { source: server.url('/feed'), feed: { title: 'Sea' } });
  await server.close();
});

test('what is no file, no URL or has no end is a line of its own', async () => {
  const sources = [SAMPLES, '/dev/zero', 'http://ada:secret@', 'ftp://harbour.example/'];
  const { code, lines, stderr } = await read(sources, { FETCH_MAX_DECODED_BYTES: '100000' });
  assert.deepEqual([code, stderr], [1, '']);
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    [
      { source: SAMPLES, error: 'This file cannot be read.' },
      { source: '/dev/zero', error: 'What /dev/zero sent is too large.' },
      { source: 'http://', error: 'This is not an address that can be asked for.' },
      { source: 'ftp://harbour.example/', error: 'There is no such file.' },
    ],
  );
});

test('whoever has read enough may hang up', async () => {
  const many = Array.from({ length: 200 }, () => join(SAMPLES, 'podcast.xml'));
  const child = spawn(process.execPath, ['-r', './guard.cjs', 'src/read.ts', ...many], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'close');
  assert.deepEqual([code, errors], [0, '']);
});

test('help and mistakes go to standard error', async () => {
  const help = await read(['--help']);
  assert.deepEqual([help.code, help.lines], [0, []]);
  assert.match(help.stderr, /--content-type/);
  assert.deepEqual([(await read([])).code, (await read(['--base', 'x', 'y'])).code], [64, 64]);
});
