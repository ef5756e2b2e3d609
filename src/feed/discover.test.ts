import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, before, beforeEach, type TestContext, test } from 'node:test';
import { type Fetcher, resolverOf, startFetcher } from '../testing/fetcher.ts';
import { type Discovery, discoverFeeds } from './discover.ts';
import type { HostManners } from './host_manners.ts';

const NAMES = ['github.com', 'harbour.example', 'other.example', 'busy.example'];

/** Hosts that rest, as the hosts table would say. */
const resting = new Set<string>();
const manners: HostManners = {
  mayAsk: async (hostname) => !resting.has(hostname),
  heed: async ({ scope, hostname }) => {
    if (scope === 'host') resting.add(hostname);
  },
};

let fetcher: Fetcher;
before(async () => {
  const names = Object.fromEntries(NAMES.map((name) => [name, '127.0.0.1']));
  fetcher = await startFetcher({ lookup: resolverOf(names), isPublic: true });
});
after(() => fetcher.close());
beforeEach(() => {
  fetcher.server.requests.length = 0;
  resting.clear();
});

const discover = (path: string, host?: string) => discoverFeeds(fetcher.server.url(path, host), depsOf(fetcher));
const depsOf = ({ options }: Fetcher) => ({ ...options, manners });
const asked = () => fetcher.server.requests.map(({ path }) => path);
const rss = (title: string) =>
  `<rss version="2.0"><channel><title>${title}</title><item><guid>1</guid><title>Ebb</title></item></channel></rss>`;

function pageOf(...links: string[]): { body: string; headers: Record<string, string> } {
  const body = `<!doctype html><title>Page</title>${links.join('')}<p>Ebb and flow`;
  return { body, headers: { 'content-type': 'text/html' } };
}

function servePage(path: string, ...links: string[]): void {
  fetcher.server.on(path, pageOf(...links));
}

const link = (href: string, title = '', type = 'rss+xml') =>
  `<link rel="alternate" type="application/${type}" title="${title}" href="${href}">`;

function assertFeed(found: Discovery, path: string, title: string): void {
  assert.partialDeepStrictEqual(found, { kind: 'feed', feed: { title } });
  assert.equal(found.kind === 'feed' && new URL(found.url).pathname, path);
}

test('an address that is a feed is that feed, for one request', async () => {
  fetcher.server.on('/feed-itself', rss('Harbour'));
  assertFeed(await discover('/feed-itself'), '/feed-itself', 'Harbour');
  assert.deepEqual(asked(), ['/feed-itself']);
});

test('a page that declares one feed leads to it, whatever formats and comments stand beside it', async () => {
  servePage('/one', link('/c', 'Comments'), link('/one.rss', 'Sea'), link('/one.atom', 'Sea', 'atom+xml'));
  fetcher.server.on('/one.rss', rss('Sea'));
  assertFeed(await discover('/one'), '/one.rss', 'Sea');
  assert.deepEqual(asked(), ['/one', '/one.rss']);
});

test('of several feeds the person chooses, by titles that can be told apart', async () => {
  servePage('/several', link('/dead', 'Dead'), link('/news', 'x'), link('/sport', 'Sport'), link('/tides', 'Sport'));
  fetcher.server.on('/news', rss('News of the harbour'));
  const shown = fetcher.server.url('').replace('http://', '');
  assert.deepEqual(await discover('/several'), {
    kind: 'choice',
    candidates: [
      { url: fetcher.server.url('/news'), title: 'News of the harbour' },
      { url: fetcher.server.url('/sport'), title: `${shown}/sport` },
      { url: fetcher.server.url('/tides'), title: `${shown}/tides` },
    ],
  });
  assert.deepEqual(asked(), ['/several', '/dead', '/news']);
});

test('an anchor to a feed is enough, and one to a page about feeds is not', async () => {
  servePage('/anchors', '<a href="/rss-page">RSS</a><a href="/here.xml">Atom</a>');
  servePage('/rss-page');
  fetcher.server.on('/here.xml', rss('Here'));
  assertFeed(await discover('/anchors'), '/here.xml', 'Here');
});

test('the usual paths are tried when a page names nothing, and a redirect is followed to the known address', async () => {
  servePage('/silent/page.html');
  fetcher.server.on('/rss.xml', { status: 301, headers: { location: '/moved.xml' } });
  fetcher.server.on('/moved.xml', rss('Moved'));
  assertFeed(await discover('/silent/page.html'), '/moved.xml', 'Moved');
  assert.deepEqual(asked(), ['/silent/page.html', '/feed', '/rss.xml', '/moved.xml']);
});

test('no more than six requests are made for an address, one after another', async () => {
  servePage('/nothing', ...Array.from({ length: 20 }, (_, i) => link(`/dead/${i}`, `Feed ${i}`)));
  const found = await discover('/nothing');
  assert.deepEqual(found, { kind: 'fault', fault: { code: 'status', host: '127.0.0.1', status: 404 } });
  assert.equal(asked().length, 6);
});

test('a feed that broke off is asked for once more, since what is missing would be news to its first reader', async () => {
  const whole = rss('Whole').replace('</channel>', '<item><title>Flow</title></item></channel>');
  const cut = whole.slice(0, whole.indexOf('<item><title>Flow'));
  let answers = [cut, whole];
  fetcher.server.on('/broken', (_request, response) => response.end(answers.shift() ?? cut));
  const titlesOf = async () => {
    const found = await discover('/broken');
    return found.kind === 'feed' ? found.feed.items.map(({ title }) => title) : found.kind;
  };
  assert.deepEqual(await titlesOf(), ['Ebb', 'Flow']);
  answers = [];
  assert.deepEqual(await titlesOf(), ['Ebb'], 'some break off in every answer');
  assert.equal(asked().length, 4);
});

test('a host that a redirect leads to is not named by its address', async () => {
  for (const status of [403, 429]) {
    fetcher.server.on('/away', { status: 302, headers: { location: fetcher.server.url(`/${status}`, '127.0.0.1') } });
    fetcher.server.on(`/${status}`, { status });
    const found = await discover('/away', 'other.example');
    assert.deepEqual(found, { kind: 'fault', fault: { code: 'throttled', host: 'other.example', status } });
  }
  const rests = await discover('/away', 'other.example');
  assert.deepEqual(rests, { kind: 'fault', fault: { code: 'throttled', host: 'other.example', status: 429 } });
});

test('two feeds without titles are one in two formats only if their addresses say so', async () => {
  for (const [second, kind] of [
    ['/untitled/podcast.xml', 'choice'],
    ['/untitled/news.atom', 'feed'],
  ] as const) {
    fetcher.server.on('/untitled/news.rss', rss('News'));
    const atom = `<link rel="alternate" type="application/atom+xml" href="${second}">`;
    servePage('/untitled', link('/untitled/news.rss'), atom);
    assert.equal((await discover('/untitled', 'other.example')).kind, kind);
  }
});

test('a page without any feed is named a page', async () => {
  servePage('/plain', '<a href="/about">About</a>');
  servePage('/rss.xml');
  const fault = { code: 'not-a-feed', host: 'other.example', what: 'html' };
  assert.deepEqual(await discover('/plain', 'other.example'), { kind: 'fault', fault });
});

test('comments are a feed only where there is no other', async () => {
  servePage('/comments-only', link('/comments/feed', 'Comments'));
  fetcher.server.on('/comments/feed', rss('Comments on Harbour'));
  assertFeed(await discover('/comments-only', 'other.example'), '/comments/feed', 'Comments on Harbour');
});

test('a host that wants to be left alone is not asked for a second address', async () => {
  servePage('/busy', link('/busy/1', 'One'), link('/busy/2', 'Two'));
  fetcher.server.on('/busy/1', { status: 429, headers: { 'retry-after': '60' } });
  const found = await discover('/busy', 'busy.example');
  assert.deepEqual(found, { kind: 'fault', fault: { code: 'throttled', host: 'busy.example', status: 429 } });
  assert.deepEqual(asked(), ['/busy', '/busy/1']);
});

test('a host that rests is not asked by somebody else either, nor behind a redirect', async () => {
  servePage('/resting', link('/rest/1', 'One'));
  fetcher.server.on('/rest/1', { status: 503, headers: { 'retry-after': '60' } });
  fetcher.server.on('/to-rest', { status: 302, headers: { location: fetcher.server.url('/resting', 'busy.example') } });
  const refusal = { kind: 'fault', fault: { code: 'throttled', host: 'busy.example', status: 429 } };
  assert.partialDeepStrictEqual(await discover('/resting', 'busy.example'), { kind: 'fault', fault: { status: 503 } });
  assert.deepEqual(await discover('/resting', 'busy.example'), refusal);
  assert.deepEqual(await discover('/to-rest'), refusal);
  assert.deepEqual(asked(), ['/resting', '/rest/1', '/to-rest']);
});

test('the rules of a site spare the page, and where they fail the page decides', async () => {
  fetcher.server.on('/ada/boat/releases.atom', rss('Releases of boat'));
  const found = await discover('/ada/boat', 'github.com');
  assert.equal(found.kind, 'choice');
  const titles = (found as Extract<Discovery, { kind: 'choice' }>).candidates.map(({ title }) => title);
  const host = `github.com:${fetcher.server.port}`;
  assert.deepEqual(titles, ['Releases of boat', `${host}/ada/boat/commits.atom`, `${host}/ada/boat/tags.atom`]);
  assert.deepEqual(asked(), ['/ada/boat/releases.atom']);

  servePage('/sea', link('/sea/blog', 'Blog'));
  fetcher.server.on('/sea/blog', rss('Blog'));
  assertFeed(await discover('/sea', 'github.com'), '/sea/blog', 'Blog');
});

test('a page behind a redirect is known by the rules of where it leads, or by its canonical address', async () => {
  fetcher.server.on('/short', {
    status: 302,
    headers: { location: fetcher.server.url('/ada/boat/issues', 'github.com') },
  });
  const canonical = fetcher.server.url('/ada/boat/releases', 'github.com');
  servePage('/ada/boat/issues', `<link rel="canonical" href="${canonical}">`);
  assertFeed(await discover('/short'), '/ada/boat/releases.atom', 'Releases of boat');
});

test('a feed behind a permanent redirect to an address longer than any we keep is known by the one that was asked', async () => {
  const long = `/${'a'.repeat(2_000)}`;
  fetcher.server.on(long, rss('Long'));
  fetcher.server.on('/to-long', { status: 301, headers: { location: long } });
  assertFeed(await discover('/to-long'), '/to-long', 'Long');
  servePage('/names-long', link(long, 'Long'), link('/to-long', 'Short'));
  assertFeed(await discover('/names-long'), '/to-long', 'Long');
});

test('an address without a scheme is tried with https, then with http', async () => {
  fetcher.server.on('/no-scheme', rss('Plain'));
  const typed = fetcher.server.url('/no-scheme', 'harbour.example').replace('http://', '');
  assertFeed(await discoverFeeds(typed, depsOf(fetcher)), '/no-scheme', 'Plain');
});

/** A server for one connection of TLS, which `refuse` ends, and for http after it. Returns its host and what was asked in clear. */
async function serveNoTls(
  t: TestContext,
  refuse: (socket: Socket) => void,
): Promise<{ host: string; inClear: string[] }> {
  const inClear: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      if (bytes[0] === TLS_HANDSHAKE) return refuse(socket);
      inClear.push(bytes.toString('latin1'));
      const body = rss('Plain');
      socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    });
  }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, inClear };
}

const TLS_HANDSHAKE = 22;
const TLS_ALERT = Buffer.from([21, 3, 1, 0, 2, 2, 40]);

for (const [how, refuse] of [
  ['an alert', (socket) => socket.end(TLS_ALERT)],
  ['the end of the connection', (socket) => socket.end()],
  ['a reset', (socket) => socket.resetAndDestroy()],
] satisfies [string, (socket: Socket) => void][]) {
  test(`http is tried where https is answered with ${how}, but never with a password`, async (t) => {
    const { host, inClear } = await serveNoTls(t, refuse);
    assertFeed(await discoverFeeds(`${host}/feed`, depsOf(fetcher)), '/feed', 'Plain');
    assert.equal(inClear.length, 1);
    const found = await discoverFeeds(`ada:secret@${host}/feed`, depsOf(fetcher));
    assert.equal(found.kind, 'fault');
    assert.equal(inClear.length, 1);
  });
}

test('https and http share the six requests of an address without a scheme', async () => {
  servePage('/both', ...Array.from({ length: 20 }, (_, i) => link(`/dead/${i}`, `Feed ${i}`)));
  const typed = fetcher.server.url('/both', 'harbour.example').replace('http://', '');
  assert.equal((await discoverFeeds(typed, depsOf(fetcher))).kind, 'fault');
  assert.equal(asked().length, 5);
});

test('credentials go to candidates of their host, and show in no title', async () => {
  servePage(
    '/private',
    link('/private/a', 'A'),
    link('/private/b'),
    link(fetcher.server.url('/out', 'other.example'), 'C'),
  );
  fetcher.server.on('/private/a', rss('Private'));
  const typed = fetcher.server.url('/private', 'harbour.example').replace('//', '//ada:secret@');
  const found = await discoverFeeds(typed, depsOf(fetcher));
  assert.equal(found.kind, 'choice');
  const { candidates } = found as Extract<Discovery, { kind: 'choice' }>;
  assert.deepEqual(
    candidates.map(({ url }) => url.includes('ada:secret@')),
    [true, true, false],
  );
  assert.ok(candidates.every(({ title }) => !title.includes('secret')));
  assert.ok(fetcher.server.requests.every(({ headers }) => headers.authorization?.startsWith('Basic ')));
});

test('a private address that a page names is not asked', async () => {
  const guarded = await startFetcher({ allowPrivate: ['127.0.0.1/32'] });
  const body = `<!doctype html>${link('http://127.0.0.2:8080/feed')}${link('http://169.254.169.254/rss')}`;
  guarded.server.on('/page', { body, headers: { 'content-type': 'text/html' } });
  const found = await discoverFeeds(guarded.server.url('/page'), depsOf(guarded));
  assert.partialDeepStrictEqual(found, { kind: 'fault', fault: { code: 'unreachable' } });
  await guarded.close();
});

test('what cannot be asked says why, and a stopped discovery is postponed', async () => {
  assert.deepEqual(await discoverFeeds('http://unknown.example/', depsOf(fetcher)), {
    kind: 'fault',
    fault: { code: 'dns', host: 'unknown.example' },
  });
  fetcher.server.on('/image', { body: '\u0089PNG', headers: { 'content-type': 'image/png' } });
  assert.partialDeepStrictEqual(await discover('/image'), { kind: 'fault', fault: { code: 'not-a-feed' } });
  const stopped = { ...depsOf(fetcher), signal: AbortSignal.abort() };
  assert.deepEqual(await discoverFeeds(fetcher.server.url('/image'), stopped), { kind: 'postponed' });
});

test('one deadline ends all requests of a discovery', async () => {
  servePage('/slow', link('/hang/1', 'One'), link('/hang/2', 'Two'));
  for (const path of ['/hang/1', '/hang/2']) fetcher.server.on(path, () => undefined);
  const found = await discoverFeeds(fetcher.server.url('/slow'), { ...depsOf(fetcher), timeoutMs: 300 });
  assert.deepEqual(found, { kind: 'fault', fault: { code: 'timeout', host: '127.0.0.1' } });
  assert.deepEqual(asked(), ['/slow', '/hang/1']);
});

test('a request of a discovery may take what those before it left, of https too', { timeout: 10_000 }, async (t) => {
  const timeoutMs = 60_000;
  let nowMs = 0;
  t.mock.method(performance, 'now', () => nowMs);
  const { body, headers } = pageOf(link('/late', 'Late'));
  fetcher.server.on('/early', (_request, response) => {
    nowMs += timeoutMs - 100;
    response.writeHead(200, headers).end(body);
  });
  fetcher.server.on('/late', () => undefined);
  const deps = { ...depsOf(fetcher), timeoutMs };
  const late = { kind: 'fault', fault: { code: 'timeout', host: '127.0.0.1' } };
  assert.deepEqual(await discoverFeeds(fetcher.server.url('/early'), deps), late);
  const { host, inClear } = await serveNoTls(t, (socket) => {
    nowMs += timeoutMs;
    socket.end(TLS_ALERT);
  });
  assert.deepEqual(await discoverFeeds(`${host}/feed`, deps), late);
  assert.deepEqual(inClear, []);
});
