import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Fetcher, resolverOf, startFetcher } from '../testing/fetcher.ts';
import { fetchBytes } from './fetch.ts';
import type { Throttled } from './outcome.ts';

const FEED = '<rss version="2.0"><channel><title>Tides</title></channel></rss>';
const DATE = 'Tue, 15 Nov 1994 08:00:00 GMT';
const LATER = 'Tue, 15 Nov 1994 08:10:00 GMT';
const MINUTES_10 = 600_000;

let fetcher: Fetcher;
before(async () => {
  const lookup = resolverOf({ 'one.example': '127.0.0.1', 'two.example': '127.0.0.2' });
  fetcher = await startFetcher({ addresses: ['127.0.0.1', '127.0.0.2'], lookup, isPublic: true });
  fetcher.server.on('/feed', FEED);
});
after(() => fetcher.close());

test('a document comes with its bytes, their hash, its type, validators and freshness', async () => {
  const headers = {
    etag: 'W/"a b"',
    'Last-Modified': DATE,
    'Content-Type': 'application/rss+xml',
    'Cache-Control': 'max-age=600',
  };
  fetcher.server.on('/full', { body: gzipSync(FEED), headers: { ...headers, 'content-encoding': 'gzip' } });
  const url = fetcher.server.url('/full');
  assert.deepEqual(await fetcher.fetch(`${url}#section`), {
    kind: 'document',
    bytes: Buffer.from(FEED),
    bodyHash: createHash('sha256').update(FEED).digest('hex'),
    contentType: 'application/rss+xml',
    url,
    permanentUrl: `${url}#section`,
    validators: { etag: 'W/"a b"', lastModified: DATE },
    freshForMs: MINUTES_10,
  });
});

test('a request carries what a feed reader says of itself and nothing else', async () => {
  await fetcher.fetch('/feed');
  const { headers, method } = fetcher.server.requests.at(-1)!;
  assert.equal(method, 'GET');
  assert.deepEqual(Object.keys(headers).sort(), ['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  assert.match(headers['user-agent']!, /^feedherald\/\d+\.\d+\.\d+ \(\+https:\/\/\S+; 1 subscribers\)$/);
  assert.equal(headers['accept-encoding'], 'gzip, deflate, br, zstd');
  assert.match(headers.accept!, /application\/atom\+xml.*application\/rss\+xml.*\*\/\*/);
});

test('validators go back as they came, and a 304 renews them and the freshness', async () => {
  const etag = 'W/"\xe9 \t!"';
  fetcher.server.on('/same', { body: FEED, headers: { etag, 'cache-control': 'max-age=600' } });
  const first = await fetcher.fetch('/same');
  assert.ok(first.kind === 'document');
  assert.deepEqual(await fetcher.fetch('/same', { validators: { ...first.validators, lastModified: DATE } }), {
    kind: 'unchanged',
    permanentUrl: fetcher.server.url('/same'),
    validators: { etag, lastModified: DATE },
    freshForMs: MINUTES_10,
  });
  assert.equal(fetcher.server.requests.at(-1)!.headers['if-modified-since'], DATE);
});

test('a 200 with the same validators is a document whose hash tells that it is the same', async () => {
  fetcher.server.on('/stubborn', (_request, response) => response.writeHead(200, { etag: '"1"' }).end(FEED));
  const [first, second] = [
    await fetcher.fetch('/stubborn'),
    await fetcher.fetch('/stubborn', { validators: { etag: '"1"', lastModified: null } }),
  ];
  assert.ok(first.kind === 'document' && second.kind === 'document');
  assert.equal(first.bodyHash, second.bodyHash);
});

test('a 304 that nobody asked for is a failure', async () => {
  fetcher.server.on('/304', { status: 304 });
  const validators = { etag: '', lastModified: '' };
  assert.deepEqual(await fetcher.fetch('/304', { validators }), {
    kind: 'failed',
    reason: { code: 'status', host: '127.0.0.1', status: 304 },
  });
  const { headers } = fetcher.server.requests.at(-1)!;
  assert.ok(!('if-none-match' in headers) && !('if-modified-since' in headers));
});

test('the permanent URL ends where the unbroken run of 301 and 308 ends', async () => {
  const chains: [number[], number][] = [
    [[301], 1],
    [[308, 301], 2],
    [[301, 302], 1],
    [[301, 307, 301], 1],
    [[302], 0],
    [[303, 301], 0],
    [[307], 0],
    [[301, 301, 301, 301, 301], 5],
  ];
  for (const [statuses, permanentHops] of chains) {
    const path = (hop: number) => (hop === statuses.length ? '/feed' : `/chain-${statuses.join('-')}/${hop}`);
    for (const [hop, status] of statuses.entries())
      fetcher.server.on(path(hop), { status, headers: { location: path(hop + 1) } });
    const outcome = await fetcher.fetch(path(0));
    assert.ok(outcome.kind === 'document', String(statuses));
    assert.equal(outcome.permanentUrl, fetcher.server.url(path(permanentHops)), String(statuses));
    assert.equal(outcome.url, fetcher.server.url('/feed'));
  }
});

test('an unchanged feed behind a permanent redirect says where it moved', async () => {
  fetcher.server.on('/moved', { status: 301, headers: { location: '/tagged' } });
  fetcher.server.on('/tagged', { headers: { etag: '"1"' } });
  const outcome = await fetcher.fetch('/moved', { validators: { etag: '"1"', lastModified: null } });
  assert.equal(outcome.kind === 'unchanged' && outcome.permanentUrl, fetcher.server.url('/tagged'));
});

test('the credentials of a URL go to its host only and show in no outcome that names another', async () => {
  const { server } = fetcher;
  const private1 = server.url('/private', 'one.example').replace('//', '//me:pass@');
  server.on('/private', { status: 301, headers: { location: '/inside' } });
  server.on('/inside', { status: 301, headers: { location: server.url('/feed', 'two.example') } });
  const outcome = await fetcher.fetch(private1);
  const basic = `Basic ${Buffer.from('me:pass').toString('base64')}`;
  assert.deepEqual(
    server.requests.slice(-3).map(({ headers }) => headers.authorization),
    [basic, basic, undefined],
  );
  assert.equal(outcome.kind === 'document' && outcome.permanentUrl, server.url('/feed', 'two.example'));

  server.on('/inside', FEED);
  const stayed = await fetcher.fetch(private1);
  assert.ok(stayed.kind === 'document');
  assert.equal(stayed.url, server.url('/inside', 'one.example'));
  assert.equal(stayed.permanentUrl, server.url('/inside', 'one.example').replace('//', '//me:pass@'));
  server.on('/inside', { status: 404 });
  assert.ok(!JSON.stringify(await fetcher.fetch(private1)).includes('pass'));
});

test('a host that a redirect leads to is asked only if the caller may visit it', async () => {
  fetcher.server.on('/away', { status: 302, headers: { location: fetcher.server.url('/feed', 'two.example') } });
  const visited: string[] = [];
  const mayVisit = async (hostname: string) => visited.push(hostname) > 1;
  const url = fetcher.server.url('/away', 'one.example');
  assert.deepEqual(await fetcher.fetch(url, { mayVisit }), {
    kind: 'postponed',
    reason: { code: 'host-held', hostname: 'two.example', host: 'two.example' },
  });
  assert.equal((await fetcher.fetch(url, { mayVisit })).kind, 'document');
  assert.deepEqual(visited, ['two.example', 'two.example']);
});

test('a status says whether to wait, for whom and how long', async () => {
  const throttled = (status: number, scope: Throttled['scope'], waitMs: number | null) => ({
    kind: 'throttled',
    scope,
    hostname: '127.0.0.1',
    host: '127.0.0.1',
    status,
    waitMs,
  });
  const failed = (status: number) => ({ kind: 'failed', reason: { code: 'status', host: '127.0.0.1', status } });
  const cases: [number, Record<string, string>, object][] = [
    [429, {}, throttled(429, 'host', null)],
    [429, { 'retry-after': '600' }, throttled(429, 'host', MINUTES_10)],
    [429, { 'retry-after': 'later' }, throttled(429, 'host', null)],
    [503, { 'retry-after': LATER }, throttled(503, 'host', MINUTES_10)],
    [500, { 'retry-after': '99999999' }, throttled(500, 'host', 7 * 86_400_000)],
    [404, { 'retry-after': '600' }, throttled(404, 'host', MINUTES_10)],
    [403, { 'retry-after': '600' }, throttled(403, 'host', MINUTES_10)],
    [403, {}, throttled(403, 'feed', null)],
    [503, { 'retry-after': '0' }, failed(503)],
    [410, {}, { kind: 'gone' }],
    [401, {}, failed(401)],
    [404, {}, failed(404)],
    [500, {}, failed(500)],
    [206, {}, failed(206)],
    [300, { location: '/feed' }, failed(300)],
    [301, {}, failed(301)],
    [302, { location: 'http://[' }, failed(302)],
  ];
  for (const [status, headers, expected] of cases) {
    fetcher.server.on('/status', { status, headers: { date: DATE, ...headers }, body: 'no' });
    assert.deepEqual(await fetcher.fetch('/status'), expected, `${status} ${JSON.stringify(headers)}`);
  }
});

test('the host that throttles is the one that answered, behind a redirect too', async () => {
  fetcher.server.on('/to-busy', { status: 301, headers: { location: fetcher.server.url('/busy', 'two.example') } });
  fetcher.server.on('/busy', { status: 429 });
  const outcome = await fetcher.fetch(fetcher.server.url('/to-busy', 'one.example'));
  assert.equal(outcome.kind === 'throttled' && outcome.hostname, 'two.example');
});

test('a connection is used again after documents, errors and redirects', async (t) => {
  const alone = await startFetcher({ connectionsPerOrigin: 1 });
  t.after(alone.close);
  alone.server.on('/moved', { status: 301, headers: { location: '/feed' }, body: 'moved '.repeat(100) });
  alone.server.on('/feed', { body: FEED, headers: { etag: '"1"' } });
  for (const path of ['/moved', '/missing', '/feed'])
    await alone.fetch(path, { validators: { etag: '"1"', lastModified: null } });
  assert.deepEqual(
    alone.server.requests.map(({ connection }) => connection),
    [1, 1, 1, 1],
  );
});

test('a kept connection that the server closes at the next request is tried once more, a new one is not', async (t) => {
  const alone = await startFetcher({ connectionsPerOrigin: 1, isPublic: true });
  t.after(alone.close);
  alone.server.on('/feed', (request, response) => {
    const onThisSocket = alone.server.requests.filter(
      ({ connection }) => connection === alone.server.requests.at(-1)!.connection,
    );
    if (onThisSocket.length > 1) request.socket.end();
    else response.end(FEED);
  });
  assert.equal((await alone.fetch('/feed')).kind, 'document');
  assert.equal((await alone.fetch('/feed')).kind, 'document');
  assert.deepEqual(
    alone.server.requests.map(({ connection }) => connection),
    [1, 1, 2],
  );

  const deaf = await startFetcher({ isPublic: true });
  t.after(deaf.close);
  deaf.server.on('/feed', (request) => request.socket.end());
  assert.deepEqual(await deaf.fetch('/feed'), { kind: 'failed', reason: { code: 'closed', host: '127.0.0.1' } });
  assert.equal(deaf.server.requests.length, 1);
});

test('media comes through the same door, and what is of another type is not read', async () => {
  const { server, options } = fetcher;
  server.on('/picture', { body: new Uint8Array([137, 80, 78, 71]), headers: { 'content-type': 'image/png' } });
  server.on('/page', { body: FEED, headers: { 'content-type': 'text/html' } });
  const accepts = (type: string | null) => type?.startsWith('image/') ?? false;
  const fetchPicture = (path: string) => fetchBytes(server.url(path), { ...options, accepts });
  assert.deepEqual(await fetchPicture('/picture'), {
    kind: 'bytes',
    bytes: Buffer.from([137, 80, 78, 71]),
    contentType: 'image/png',
    url: server.url('/picture'),
  });
  assert.deepEqual(await fetchPicture('/page'), {
    kind: 'refused',
    reason: { code: 'content-type', host: '127.0.0.1' },
  });
  const missing = { code: 'status', host: '127.0.0.1', status: 404 };
  assert.deepEqual(await fetchPicture('/missing'), { kind: 'failed', reason: missing });
});
