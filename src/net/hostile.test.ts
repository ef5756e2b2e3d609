import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Fetcher, resolverOf, startFetcher } from '../testing/fetcher.ts';
import type { FetchOutcome } from './outcome.ts';

const MIB = 2 ** 20;
const HOST = '127.0.0.1';
const HEAD = 'HTTP/1.1 200 OK\r\n';

let fetcher: Fetcher;
before(async () => {
  fetcher = await startFetcher({ isPublic: true, headersTimeoutMs: 300, gapTimeoutMs: 300 });
});
after(() => fetcher.close());

test('a body that is too large on the wire is cut, declared or not', async () => {
  const refusal = { kind: 'refused', reason: { code: 'too-large', host: HOST, maxBytes: 100_000 } };
  fetcher.server.on('/declared', { body: Buffer.alloc(200_000) });
  fetcher.server.on('/chunked', (_request, response) => {
    response.write(Buffer.alloc(60_000));
    response.end(Buffer.alloc(60_000));
  });
  fetcher.server.on('/exact', { body: Buffer.alloc(100_000) });
  for (const path of ['/declared', '/chunked']) {
    assert.deepEqual(await fetcher.fetch(path, { maxBytes: 100_000 }), refusal, path);
  }
  assert.equal((await fetcher.fetch('/exact', { maxBytes: 100_000 })).kind, 'document');
});

test('a body that never ends is cut at the cap, and so is the connection', async (t) => {
  const server = await startRawServer((socket) => {
    socket.write(`${HEAD}\r\n`);
    pour(socket, Buffer.alloc(MIB, 'a'));
  });
  t.after(server.close);
  const outcome = await fetcher.fetch(server.url);
  assert.deepEqual(outcome, { kind: 'refused', reason: { code: 'too-large', host: HOST, maxBytes: 8 * MIB } });
  await server.allClosed();
});

test('a gzip bomb of 200 MB ends at the decoded cap and costs little memory', async () => {
  const member = gzipSync(Buffer.alloc(20 * MIB));
  const body = Buffer.concat(Array.from({ length: 10 }, () => member));
  fetcher.server.on('/bomb', { body, headers: { 'content-encoding': 'gzip' } });
  const rssBefore = process.memoryUsage().rss;
  assert.deepEqual(await fetcher.fetch('/bomb'), {
    kind: 'refused',
    reason: { code: 'too-large', host: HOST, maxBytes: 15 * MIB },
  });
  const grownMb = (process.memoryUsage().rss - rssBefore) / MIB;
  assert.ok(grownMb < 100, `grew by ${grownMb} MB`);
});

test('chained codings are refused and a truncated one is broken', async () => {
  const packed = gzipSync(Buffer.from('<rss/>'));
  const chained = { body: gzipSync(packed), headers: { 'content-encoding': ['gzip', 'gzip'] } };
  fetcher.server.on('/chained', chained);
  fetcher.server.on('/cut', { body: packed.subarray(0, -5), headers: { 'content-encoding': 'gzip' } });
  assert.deepEqual(await fetcher.fetch('/chained'), { kind: 'refused', reason: { code: 'encoding', host: HOST } });
  assert.deepEqual(await fetcher.fetch('/cut'), { kind: 'failed', reason: { code: 'broken-body', host: HOST } });
});

test('the deadline ends a body that drips, though each drop comes in time', async (t) => {
  const drops: NodeJS.Timeout[] = [];
  t.after(() => drops.forEach(clearInterval));
  fetcher.server.on('/drip', (_request, response) => {
    drops.push(setInterval(() => response.write('.'), 10));
  });
  assert.deepEqual(await fetcher.fetch('/drip', { timeoutMs: 500 }), timeout());
});

test('the deadline spans the hops: a chain of slow ones has no more time than one', async (t) => {
  const held: NodeJS.Timeout[] = [];
  t.after(() => held.forEach(clearTimeout));
  for (let hop = 0; hop < 5; hop += 1) {
    fetcher.server.on(`/slow/${hop}`, (_request, response) => {
      const answer = () => response.writeHead(302, { location: `/slow/${hop + 1}` }).end();
      held.push(setTimeout(answer, 150));
    });
  }
  assert.deepEqual(await fetcher.fetch('/slow/0', { timeoutMs: 400 }), timeout());
  assert.ok(held.length < 5);
});

// Long before the deadline, which would end them with the same code.
test('a server that is silent before its headers or inside its body runs out of time', {
  timeout: 10_000,
}, async () => {
  fetcher.server.on('/silent', () => undefined);
  fetcher.server.on('/pause', (_request, response) => response.write('<rss>'));
  for (const path of ['/silent', '/pause'])
    assert.deepEqual(await fetcher.fetch(path, { timeoutMs: 60_000 }), timeout(), path);
});

test('a name that never resolves ends with the time for connecting', async (t) => {
  const never = await startFetcher({ isPublic: true, connectTimeoutMs: 100, lookup: () => undefined });
  t.after(never.close);
  const outcome = await never.fetch('http://never.example/');
  assert.deepEqual(outcome, { kind: 'failed', reason: { code: 'connect', host: 'never.example' } });
});

test('unknown names, closed ports and broken handshakes are told apart in public', async (t) => {
  const names = { 'closed.example': '127.0.0.9', 'plain.example': HOST };
  const open = await startFetcher({ isPublic: true, lookup: resolverOf(names) });
  t.after(open.close);
  const reasonOf = async (url: string) => {
    const outcome = await open.fetch(url);
    return outcome.kind === 'failed' ? outcome.reason : outcome;
  };
  assert.deepEqual(await reasonOf('http://unknown.example/'), { code: 'dns', host: 'unknown.example' });
  const closed = open.server.url('/', 'closed.example');
  assert.deepEqual(await reasonOf(closed), { code: 'connect', host: 'closed.example' });
  const plain = open.server.url('/', 'plain.example').replace('http:', 'https:');
  assert.deepEqual(await reasonOf(plain), { code: 'tls', host: 'plain.example' });
});

test('what is not HTTP, or ends too early, is a failure with its name', async (t) => {
  const cases: [string, string][] = [
    ['SSH-2.0-OpenSSH_9.6\r\n', 'malformed'],
    ['HTTP/1.1 200 OK\r\nbad header\r\n\r\n', 'malformed'],
    [`${HEAD}${'x-flood: yes\r\n'.repeat(5000)}\r\n`, 'malformed'],
    [`${HEAD}x-flood: ${'y'.repeat(100_000)}\r\n\r\n`, 'malformed'],
    [`${HEAD}content-length: 5\r\ncontent-length: 6\r\n\r\nhello`, 'closed'],
    [`${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`, 'malformed'],
    [`${HEAD}content-length: 100\r\n\r\nshort`, 'closed'],
    [`${HEAD}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`, 'closed'],
    ['HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', 'closed'],
    ['HTTP/1.1 200', 'closed'],
    ['', 'closed'],
  ];
  for (const [answer, code] of cases) {
    const server = await startRawServer((socket) => socket.end(answer, 'latin1'));
    t.after(server.close);
    const label = answer.slice(0, 60);
    assert.deepEqual(await fetcher.fetch(server.url), { kind: 'failed', reason: { code, host: HOST } }, label);
  }
});

test('headers, interim answers and trailers that never end, end with an error or the deadline', async (t) => {
  const floods: [string, string][] = [
    [HEAD, 'x-flood: yes\r\n'.repeat(100)],
    ['', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'],
    [`${HEAD}transfer-encoding: chunked\r\n\r\n0\r\n`, 'x-trailer: yes\r\n'.repeat(100)],
    [`${HEAD}transfer-encoding: chunked\r\n\r\n5;`, 'extension=yes;'.repeat(100)],
    [`${HEAD}content-type: a/b\r\nx: `, 'y'.repeat(1000)],
  ];
  const rssBefore = process.memoryUsage().rss;
  for (const [start, flood] of floods) {
    const server = await startRawServer((socket) => {
      socket.write(start);
      pour(socket, Buffer.from(flood));
    });
    t.after(server.close);
    const outcome = await fetcher.fetch(server.url, { timeoutMs: 500 });
    assert.equal(outcome.kind, 'failed', `${start.slice(17)}${flood.slice(0, 20)}: ${JSON.stringify(outcome)}`);
    await server.allClosed();
  }
  const grownMb = (process.memoryUsage().rss - rssBefore) / MIB;
  assert.ok(grownMb < 100, `grew by ${grownMb} MB`);
});

test('a chain of redirects has an end, and each hop meets every rule', async (t) => {
  const guarded = await startFetcher({
    allowPrivate: ['127.0.0.1/32'],
    lookup: resolverOf({ localhost: '127.0.0.2' }),
  });
  t.after(guarded.close);
  guarded.server.on('/', '<rss/>');
  for (let hop = 0; hop < 6; hop += 1) {
    const location = hop === 5 ? '/' : `/six/${hop + 1}`;
    guarded.server.on(`/six/${hop}`, { status: 301, headers: { location } });
  }
  guarded.server.on('/loop', { status: 301, headers: { location: '/loop' } });
  const tooMany = { code: 'too-many-redirects', host: HOST, maxRedirects: 5 };
  for (const path of ['/six/0', '/loop']) {
    assert.deepEqual(await guarded.fetch(path), { kind: 'refused', reason: tooMany }, path);
  }
  assert.equal((await guarded.fetch('/six/1')).kind, 'document');

  const targets: [string, object][] = [
    ['http://169.254.169.254/latest/meta-data/', { code: 'unreachable', host: HOST }],
    ['http://[::ffff:169.254.169.254]/', { code: 'unreachable', host: HOST }],
    [guarded.server.url('/', 'localhost'), { code: 'unreachable', host: 'localhost' }],
    ['file:///etc/passwd', { code: 'scheme', host: HOST }],
    ['data:text/xml,<rss/>', { code: 'scheme', host: HOST }],
    ['ftp://example.org/', { code: 'scheme', host: 'example.org' }],
    ['gopher://127.0.0.1:70/', { code: 'scheme', host: HOST }],
    ['http://example.org:22/', { code: 'port', host: 'example.org', port: 22 }],
  ];
  for (const [location, reason] of targets) {
    guarded.server.on('/out', { status: 302, headers: { location } });
    assert.deepEqual(await guarded.fetch('/out'), { kind: 'refused', reason }, location);
  }
});

test('the body of a redirect or an error is let go of, however long it is', async (t) => {
  for (const [status, kind] of [
    ['302 Found', 'document'],
    ['500 No', 'failed'],
  ] as const) {
    fetcher.server.on('/feed', '<rss/>');
    const server = await startRawServer((socket) => {
      socket.write(`HTTP/1.1 ${status}\r\nlocation: ${fetcher.server.url('/feed')}\r\n\r\n`);
      pour(socket, Buffer.alloc(MIB, 'a'));
    });
    t.after(server.close);
    assert.equal((await fetcher.fetch(server.url)).kind, kind);
    await server.allClosed();
    const takenMb = server.bytesTaken() / MIB;
    assert.ok(takenMb < 32, `took ${takenMb} MB`); // what the buffers of both sides hold, and no more
  }
});

test('a status is not forgotten because its body drips until the deadline', async (t) => {
  const server = await startRawServer((socket) => socket.write('HTTP/1.1 429 Slow\r\nretry-after: 60\r\n\r\nand '));
  t.after(server.close);
  const outcome = await fetcher.fetch(server.url, { timeoutMs: 200 });
  assert.equal(outcome.kind === 'throttled' && outcome.waitMs, 60_000);
});

test('the caller’s signal postpones a fetch in any phase, and a closed agent does too', async (t) => {
  const postponed = { kind: 'postponed', reason: { code: 'aborted' } };
  assert.deepEqual(await fetcher.fetch('/silent', { signal: AbortSignal.abort() }), postponed);
  for (const path of ['/hang', '/hang-in-body']) {
    const controller = new AbortController();
    fetcher.server.on(path, (_request, response) => {
      if (path === '/hang-in-body') response.write('<rss>');
      setImmediate(() => controller.abort());
    });
    assert.deepEqual(await fetcher.fetch(path, { signal: controller.signal }), postponed, path);
  }
  const closing = await startFetcher();
  t.after(closing.server.close);
  closing.server.on('/', () => closing.agent.close());
  assert.deepEqual(await closing.fetch('/'), postponed);
  assert.deepEqual(await closing.fetch('/'), postponed);
});

test('one signal stops all that is open, from behind one listener: each would make every other one slower', async () => {
  const controller = new AbortController();
  const { promise: allOpen, resolve } = Promise.withResolvers<void>();
  let open = 0;
  fetcher.server.on('/open', () => {
    open += 1;
    if (open === 2) resolve(); // as many as an agent has sockets to one host
  });
  fetcher.server.on('/done', '<rss/>');
  await fetcher.fetch('/done', { signal: controller.signal });
  const fetches = Array.from({ length: 9 }, () => fetcher.fetch('/open', { signal: controller.signal }));
  await allOpen;
  assert.equal(getEventListeners(controller.signal, 'abort').length, 1);
  controller.abort();
  const outcomes = new Set((await Promise.all(fetches)).map((outcome) => outcome.kind));
  assert.deepEqual([...outcomes], ['postponed']);
});

function timeout(): FetchOutcome {
  return { kind: 'failed', reason: { code: 'timeout', host: HOST } };
}

/** Writes for ever, as fast as the other side reads. */
function pour(socket: Socket, chunk: Uint8Array): void {
  const write = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', write);
  write();
}

/** A server that answers the first bytes of each connection with whatever `onRequest` writes. */
async function startRawServer(onRequest: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const closings: Promise<unknown>[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()); // the client hangs up on what it will not read
    closings.push(new Promise((resolve) => socket.once('close', resolve)));
    socket.once('data', () => onRequest(socket));
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    /** Settles once the client has let every connection go. */
    allClosed: () => Promise.all(closings),
    bytesTaken: () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
