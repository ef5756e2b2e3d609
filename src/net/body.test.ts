import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import { decodeBody } from './body.ts';

const TEXT = Buffer.from('<?xml version="1.0"?><rss><channel><title>Böte</title></channel></rss>'.repeat(50));
const CAP = 15 * 2 ** 20;

test('every coding that we say we accept is undone', async () => {
  const cases: [string, Uint8Array][] = [
    ['gzip', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['GZip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['zstd', zstdCompressSync(TEXT)],
    ['', TEXT],
    ['identity', TEXT],
    ['gzip, identity', gzipSync(TEXT)],
    ['gzip', Buffer.concat([gzipSync(TEXT.subarray(0, 100)), gzipSync(TEXT.subarray(100))])],
  ];
  for (const [coding, bytes] of cases) {
    const decoded = await decodeBody(bytes, coding, CAP);
    assert.equal(decoded.kind, 'decoded', coding);
    assert.ok('bytes' in decoded && TEXT.equals(decoded.bytes), coding);
  }
});

test('a body that lies about its coding is read as what it is', async () => {
  for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'UTF-8', 'none']) {
    assert.deepEqual(await decodeBody(TEXT, coding, CAP), { kind: 'decoded', bytes: TEXT }, coding);
  }
  for (const coding of ['deflate', 'br']) {
    const decoded = await decodeBody(gzipSync(TEXT), coding, CAP);
    assert.ok(decoded.kind === 'decoded' && TEXT.equals(decoded.bytes), coding);
  }
  const zlib = await decodeBody(deflateSync(TEXT), 'gzip', CAP);
  assert.ok(zlib.kind === 'decoded' && TEXT.equals(zlib.bytes));
  const utf16 = Buffer.from('\ufeff<rss/>', 'utf16le');
  assert.deepEqual(await decodeBody(utf16, 'br', CAP), { kind: 'decoded', bytes: utf16 });
  assert.deepEqual(await decodeBody(Buffer.alloc(0), 'gzip', CAP), { kind: 'decoded', bytes: Buffer.alloc(0) });
});

test('chained and unknown codings are refused', async () => {
  assert.deepEqual(await decodeBody(gzipSync(gzipSync(TEXT)), 'gzip, gzip', CAP), { kind: 'encoding' });
  assert.deepEqual(await decodeBody(gzipSync(TEXT), 'br, gzip', CAP), { kind: 'encoding' });
  assert.deepEqual(await decodeBody(gzipSync(TEXT), 'compress', CAP), { kind: 'encoding' });
});

test('a truncated or damaged body is broken, whatever its coding', async () => {
  const random = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919) % 251));
  const cases: [string, Uint8Array][] = [
    ['gzip', gzipSync(random)],
    ['deflate', deflateSync(random)],
    ['deflate', deflateRawSync(random)],
    ['br', brotliCompressSync(random)],
    ['zstd', zstdCompressSync(random)],
  ];
  for (const [coding, bytes] of cases) {
    assert.deepEqual(await decodeBody(bytes.subarray(0, bytes.length - 10), coding, CAP), { kind: 'broken' }, coding);
  }
});

test('a bomb ends at the cap in every coding and leaves no memory behind', async () => {
  const zeros = Buffer.alloc(20 * 2 ** 20);
  const member = gzipSync(zeros);
  const bombs: [string, Uint8Array][] = [
    ['gzip', Buffer.concat(Array.from({ length: 10 }, () => member))], // 200 MB
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
    ['', zeros],
    ['gzip', zeros.fill('<')],
  ];
  const before = process.memoryUsage().rss;
  for (const [coding, bytes] of bombs) {
    assert.deepEqual(await decodeBody(bytes, coding, CAP), { kind: 'too-large' }, coding);
  }
  const grownMb = (process.memoryUsage().rss - before) / 2 ** 20;
  assert.ok(grownMb < 100, `grew by ${grownMb} MB`);
});

test('a zstd frame that asks for a window of more than 8 MiB is not given the memory', async () => {
  const params = { [constants.ZSTD_c_windowLog]: 24 };
  const wide = zstdCompressSync(Buffer.alloc(16 * 2 ** 20, 'ab'), { params });
  assert.equal(zstdDecompressSync(wide).byteLength, 16 * 2 ** 20);
  assert.deepEqual(await decodeBody(wide, 'zstd', 32 * 2 ** 20), { kind: 'broken' });
});
