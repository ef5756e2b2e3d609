import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGoneForGood, isOurNetworkDown, judgeFailures, type RecentPoll } from './feed_health.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('a feed is given up after thirty days and twenty failures, never before both', () => {
  const giveUp = (failures: number, days: number) =>
    judgeFailures({ failures, failingForMs: days * DAY, areReadersTold: true }).giveUp;
  assert.deepEqual([giveUp(20, 30), giveUp(19, 300), giveUp(2000, 29.9)], [true, false, false]);
});

test('readers are told once, after seven days', () => {
  const tell = (days: number, areReadersTold: boolean) =>
    judgeFailures({ failures: 9, failingForMs: days * DAY, areReadersTold }).tellReaders;
  assert.deepEqual([tell(6.9, false), tell(7, false), tell(8, true)], [false, true, false]);
});

test('a 410 is final when a second one comes a day later', () => {
  assert.deepEqual([isGoneForGood(null), isGoneForGood(23 * HOUR), isGoneForGood(24 * HOUR)], [false, false, true]);
});

const networks: {
  says: string;
  polls: [host: string, state: 'ok' | 'unreachable' | 'long unreachable'][];
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
    says: 'a host that answers sometimes',
    polls: [
      ['a', 'unreachable'],
      ['a', 'ok'],
      ['b', 'unreachable'],
    ],
    isDown: false,
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
];

for (const { says, polls, isDown } of networks) {
  test(`our network is ${isDown ? '' : 'not '}down when unreachable: ${says}`, () => {
    const recent = polls.map(([host, state]): RecentPoll => {
      return { host, isUnreachable: state !== 'ok', wasFailing: state === 'long unreachable' };
    });
    assert.equal(isOurNetworkDown(recent), isDown);
  });
}
