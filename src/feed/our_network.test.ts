import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchOurNetwork } from './our_network.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const networks: {
  says: string;
  polls: [host: string, state: 'ok' | 'unreachable' | 'long unreachable', minute?: number][];
  isDown: boolean;
}[] = [
  { says: 'nothing polled', polls: [], isDown: false },
  { says: 'one host alone', polls: [['a', 'unreachable']], isDown: false },
  {
    says: 'every host',
    polls: [
      ['a', 'unreachable'],
      ['b', 'unreachable'],
    ],
    isDown: true,
  },
  {
    says: 'half of the hosts',
    polls: [
      ['a', 'unreachable'],
      ['b', 'unreachable'],
      ['c', 'ok'],
      ['d', 'ok'],
    ],
    isDown: false,
  },
  {
    says: 'most hosts',
    polls: [
      ['a', 'unreachable'],
      ['b', 'unreachable'],
      ['c', 'ok'],
    ],
    isDown: true,
  },
  {
    says: 'many feeds of one host',
    polls: [
      ['a', 'unreachable'],
      ['a', 'unreachable'],
      ['a', 'unreachable'],
      ['b', 'ok'],
    ],
    isDown: false,
  },
  {
    says: 'a host that answers again',
    polls: [
      ['a', 'unreachable'],
      ['a', 'ok'],
      ['b', 'unreachable'],
    ],
    isDown: false,
  },
  {
    says: 'hosts that answered a minute ago',
    polls: [
      ['a', 'ok', 9],
      ['b', 'ok', 9],
      ['a', 'unreachable'],
      ['b', 'unreachable'],
    ],
    isDown: true,
  },
  {
    says: 'hosts that were dead before',
    polls: [
      ['a', 'long unreachable'],
      ['b', 'long unreachable'],
      ['c', 'ok'],
    ],
    isDown: false,
  },
  {
    says: 'hosts that went one after another, long ago',
    polls: [
      ['a', 'unreachable', 1],
      ['b', 'unreachable', 3],
      ['a', 'long unreachable', 9],
      ['b', 'long unreachable', 9],
    ],
    isDown: false,
  },
];

for (const { says, polls, isDown } of networks) {
  test(`our network is ${isDown ? '' : 'not '}down when unreachable: ${says}`, () => {
    const network = watchOurNetwork();
    for (const [host, state, minute = 10] of polls) {
      network.note({ host, isUnreachable: state !== 'ok', wasFailing: state === 'long unreachable' }, minute * MINUTE);
    }
    assert.equal(network.isDown(10 * MINUTE), isDown);
  });
}

/** Feeds on hosts of their own, each polled as a failing feed is, through an outage of everything that begins after an hour. */
function failuresAfter(outageMs: number, { feeds, intervalMs }: { feeds: number; intervalMs: number }): number[] {
  const network = watchOurNetwork();
  const all = Array.from({ length: feeds }, (_, i) => ({ host: `${i}`, atMs: (i * intervalMs) / feeds, failures: 0 }));
  for (;;) {
    const feed = all.reduce((first, one) => (one.atMs < first.atMs ? one : first));
    const nowMs = feed.atMs;
    if (nowMs >= HOUR + outageMs) return all.map(({ failures }) => failures);
    const isUnreachable = nowMs >= HOUR;
    network.note({ host: feed.host, isUnreachable, wasFailing: feed.failures > 0 }, nowMs);
    const isCounted = isUnreachable && !network.isDown(nowMs);
    if (isCounted) feed.failures += 1;
    feed.atMs += isCounted ? intervalMs * 2 ** feed.failures : intervalMs;
  }
}

for (const [feeds, minutes] of [
  [2, 1],
  [3, 1],
  [20, 1],
  [200, 1],
  [20, 15],
  [200, 15],
] as const) {
  test(`however long our network is down, no count of ${feeds} feeds polled every ${minutes} minutes moves once that shows`, () => {
    const failures = failuresAfter(30 * HOUR, { feeds, intervalMs: minutes * MINUTE });
    const counted = failures.filter((count) => count > 0).length;
    assert.ok(Math.max(...failures) <= 1 && counted <= Math.ceil(feeds / 2), String(failures));
  });
}

test('hosts that are gone for a day while others answer are gone for reasons of their own', () => {
  const network = watchOurNetwork();
  const pollAll = (nowMs: number) => {
    for (const host of ['a', 'b', 'c']) network.note({ host, isUnreachable: host !== 'c', wasFailing: false }, nowMs);
    return network.isDown(nowMs);
  };
  assert.deepEqual(
    [pollAll(0), pollAll(23 * HOUR), pollAll(25 * HOUR), pollAll(26 * HOUR)],
    [true, true, false, false],
  );
});

test('an outage ends with the hosts that answer again', () => {
  const network = watchOurNetwork();
  for (const host of ['a', 'b', 'c', 'd']) network.note({ host, isUnreachable: true, wasFailing: false }, 0);
  assert.equal(network.isDown(0), true);
  for (const host of ['a', 'b']) network.note({ host, isUnreachable: false, wasFailing: false }, HOUR);
  assert.equal(network.isDown(HOUR), false);
  network.note({ host: 'c', isUnreachable: true, wasFailing: true }, HOUR);
  assert.equal(network.isDown(HOUR), false);
});
