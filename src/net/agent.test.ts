import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type Fetcher, resolverOf, startFetcher } from '../testing/fetcher.ts';
import type { Lookup } from './agent.ts';

/** Two "networks": 127.0.0.2 stands for the public one, 127.0.0.1 and ::1 for a private one. */
const OPENED = '127.0.0.2/32';
const PRIVATE = '127.0.0.1';

/** Every name leads into the private network. */
const leadInside: Lookup = (_hostname, _options, done) => done(null, [{ address: PRIVATE, family: 4 }]);

let closed: Fetcher;
before(async () => {
  closed = await startFetcher({ addresses: [PRIVATE, '127.0.0.2', '::1'], allowPrivate: [OPENED], lookup: leadInside });
});
after(() => closed.close());

const SPELLINGS = `
  127.0.0.1 127.1 127.0.1 127.0.0.1. 2130706433 0x7f000001 0X7F.0X0.0X0.0X1 0x7f.1 0177.0.0.1 0177.1 017700000001 00000177.00.00.01
  127.0x0.00.1 0x7f.0.1 127.000.000.001 ①②⑦.⓪.⓪.① １２７.０.０.１ 127。0。0。1 127．0．0．1 127｡1 %31%32%37.0.0.1 127%2e0%2e0%2e1 0 0.0.0.0 00 0x0
  127.0.0.3 127.255.255.254 10.0.0.1 169.254.169.254 0xa9fea9fe 2852039166 192.168.0.1 100.64.0.1 168.63.129.16
  [::1] [0:0:0:0:0:0:0:1] [0000::0001] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:0001] [::127.0.0.1] [::7f00:1] [::ffff:0:7f00:1]
  [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:7f00:0001::1] [2001:0:7f00:1::] [2001:0:0:0:0:0:80ff:fffe]
  [fe80::1] [fe80::1%25lo] [fe80::1%lo] [fc00::1] [fd00:ec2::254] [fec0::1] [ff02::1] [::ffff:169.254.169.254]
  localhost LOCALHOST localhost. localhost.localdomain a.localhost ｌｏｃａｌｈｏｓｔ loc%61lhost ip6-localhost 127.0.0.1.nip.example metadata.google.internal router
  public.example@127.0.0.1 127.0.0.2@127.0.0.1 127.0.0.2:80@127.1 a:b@[::1] 127.0.0.2%2f@127.0.0.1
`
  .trim()
  .split(/\s+/);

test('no spelling of a private address or name gets through', async () => {
  assert.ok(SPELLINGS.length >= 40);
  const { port, requests } = closed.server;
  for (const spelling of SPELLINGS) {
    for (const url of [
      `http://${spelling}:${port}/`,
      `https://${spelling}:${port}/`,
      `http:\\\\${spelling}:${port}\\`,
    ]) {
      const outcome = await closed.fetch(url);
      assert.ok(outcome.kind === 'refused', `${url}: ${JSON.stringify(outcome)}`);
      assert.ok(['unreachable', 'invalid-url'].includes(outcome.reason.code), `${url}: ${outcome.reason.code}`);
    }
  }
  assert.deepEqual(requests, []);
});

test('no random private address gets through in any base, short form or IPv6 wrapping', async () => {
  const before = closed.server.requests.length;
  const privateIpv4 = fc.oneof(
    fc.tuple(fc.constant(127), fc.nat(255), fc.nat(255), fc.integer({ min: 3, max: 255 })),
    fc.tuple(fc.constantFrom(0, 10), fc.nat(255), fc.nat(255), fc.nat(255)),
    fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
  );
  const spelled = fc.tuple(
    privateIpv4,
    fc.infiniteStream(fc.constantFrom(8, 10, 16)),
    fc.integer({ min: 1, max: 4 }),
    fc.boolean(),
  );
  await fc.assert(
    fc.asyncProperty(spelled, async ([octets, bases, parts, isWrapped]) => {
      const host = isWrapped ? `[::ffff:${octets.join('.')}]` : spellIpv4(octets, bases, parts);
      const outcome = await closed.fetch(`http://${host}:${closed.server.port}/`);
      return outcome.kind === 'refused' && outcome.reason.code === 'unreachable';
    }),
  );
  assert.equal(closed.server.requests.length, before);
});

test('what FETCH_ALLOW_PRIVATE opens is reached, by address and by name', async (t) => {
  const open = await startFetcher({
    addresses: [PRIVATE, '::1'],
    allowPrivate: ['::1/128', 'bridge.lan', 'localhost:1'],
    lookup: resolverOf({ 'bridge.lan': PRIVATE, localhost: PRIVATE, 'six.example': '::1' }),
  });
  t.after(open.close);
  open.server.on('/', '<rss/>');
  for (const host of ['::1', 'bridge.lan', 'six.example']) {
    assert.equal((await open.fetch(open.server.url('/', host))).kind, 'document', host);
  }
  for (const host of [PRIVATE, 'localhost', 'a.bridge.lan']) {
    assert.deepEqual(await open.fetch(open.server.url('/', host)), {
      kind: 'refused',
      reason: { code: 'unreachable', host },
    });
  }
});

test('the answer that was checked is the one that is dialled, and a name that turns private is refused', async (t) => {
  const answers = ['127.0.0.2', PRIVATE];
  let asked = 0;
  const flipping: Lookup = (_hostname, _options, done) => {
    done(null, [{ address: answers[asked % 2]!, family: 4 }]);
    asked += 1;
  };
  const rebinding = await startFetcher({ addresses: [PRIVATE, '127.0.0.2'], allowPrivate: [OPENED], lookup: flipping });
  t.after(rebinding.close);
  rebinding.server.on('/', { body: '<rss/>', headers: { connection: 'close' } });
  const url = rebinding.server.url('/', 'rebinding.example');
  for (const kind of ['document', 'refused', 'document', 'refused'])
    assert.equal((await rebinding.fetch(url)).kind, kind);
  assert.equal(asked, 4);
  assert.deepEqual(
    rebinding.server.requests.map(({ address }) => address),
    ['127.0.0.2', '127.0.0.2'],
  );
});

test('a name with one private answer among others is refused', async (t) => {
  const names = { 'mixed.example': ['127.0.0.2', PRIVATE], 'none.example': [] };
  const mixed = await startFetcher({ addresses: ['127.0.0.2'], allowPrivate: [OPENED], lookup: resolverOf(names) });
  t.after(mixed.close);
  const outcome = await mixed.fetch(mixed.server.url('/', 'mixed.example'));
  assert.deepEqual(outcome, { kind: 'refused', reason: { code: 'unreachable', host: 'mixed.example' } });
  assert.deepEqual(mixed.server.requests, []);
});

test('a name with several open answers is reached by the one that listens', async (t) => {
  const fetcher = await startFetcher({ lookup: resolverOf({ 'two.example': ['::1', PRIVATE] }) });
  t.after(fetcher.close);
  fetcher.server.on('/', '<rss/>');
  assert.equal((await fetcher.fetch(fetcher.server.url('/', 'two.example'))).kind, 'document');
});

test('proxy variables are not followed: a proxy would dial what the guard has not seen', async (t) => {
  const variables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy'];
  const before = variables.map((name) => process.env[name]);
  t.after(() => {
    for (const [index, name] of variables.entries()) {
      if (before[index] === undefined) delete process.env[name];
      else process.env[name] = before[index];
    }
  });
  for (const name of variables) process.env[name] = 'http://127.0.0.9:1/';
  const fetcher = await startFetcher();
  t.after(fetcher.close);
  fetcher.server.on('/', '<rss/>');
  assert.equal((await fetcher.fetch('/')).kind, 'document');
});

test('refused, unknown and forbidden look the same inside a private network', async (t) => {
  const { server } = closed;
  const open = await startFetcher({ lookup: resolverOf({ 'opened.example': '127.0.0.9' }) });
  t.after(open.close);
  const reasons = [
    await closed.fetch(server.url('/', 'nas.lan')),
    await open.fetch(server.url('/', 'nas.lan')),
    await open.fetch(server.url('/', '127.0.0.9')),
    await open.fetch(server.url('/', 'opened.example')),
    await open.fetch(server.url('/', 'nas')),
  ];
  for (const outcome of reasons) assert.equal(outcome.kind === 'refused' && outcome.reason.code, 'unreachable');
});

test('only the ports of the web and those above 1023 are asked, unless one is opened by name', async (t) => {
  const fetcher = await startFetcher({ allowPrivate: ['127.0.0.1:1'], isPublic: true });
  t.after(fetcher.close);
  for (const port of [0, 1, 22, 25, 110, 1023]) {
    const outcome = await fetcher.fetch(`http://127.0.0.9:${port}/`);
    assert.deepEqual(outcome, { kind: 'refused', reason: { code: 'port', host: '127.0.0.9', port } });
  }
  const opened = await fetcher.fetch('http://127.0.0.1:1/');
  assert.deepEqual(opened, { kind: 'failed', reason: { code: 'connect', host: '127.0.0.1' } });
});

/** `parts` numbers, the last one holding the octets that are left, each in its own base. */
function spellIpv4(octets: readonly number[], bases: Iterable<number>, parts: number): string {
  const head = octets.slice(0, parts - 1);
  const tail = octets.slice(parts - 1).reduce((number, octet) => number * 256 + octet, 0);
  const base = bases[Symbol.iterator]();
  const prefix: Record<number, string> = { 8: '0', 10: '', 16: '0x' };
  return [...head, tail]
    .map((number) => {
      const radix = base.next().value ?? 10;
      return prefix[radix] + number.toString(radix);
    })
    .join('.');
}
