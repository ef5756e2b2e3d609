import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localTime, readTimeZone, timeZoneAt } from './time_zone.ts';

const read: [typed: string, timeZone: string | null][] = [
  ['180', '+03:00'],
  ['-210', '-03:30'],
  ['345', '+05:45'],
  ['0', 'UTC'],
  ['3', '+03:00'],
  ['-5', '-05:00'],
  ['+12:45', '+12:45'],
  ['UTC+3', '+03:00'],
  ['gmt -5:30', '-05:30'],
  ['+0545', '+05:45'],
  ['Europe/Berlin', 'Europe/Berlin'],
  ['europe/berlin', 'Europe/Berlin'],
  ['berlin', 'Europe/Berlin'],
  ['New York', 'America/New_York'],
  ['america/new york', 'America/New_York'],
  ['São Paulo', 'America/Sao_Paulo'],
  ['munich', 'Europe/Berlin'],
  ['Mumbai', 'Asia/Kolkata'],
  ['Springfield, nowhere at all', null],
  ['841', null],
  ['1000', null],
  ['12:45', '+12:45'],
  ['5:45', '+05:45'],
  ['\u2212210', '-03:30'],
  ['UTC\u22123', '-03:00'],
  ['-721', null],
  ['+15', '+00:15'],
  ['+14:30', null],
  ['', null],
  ['x'.repeat(5000), null],
];

for (const [typed, timeZone] of read)
  test(`${typed.slice(0, 40) || 'nothing'} is ${timeZone ?? 'no time zone'}`, () => {
    const zone = readTimeZone(typed);
    // Some zones have a new name in one version of the data and the old one in another.
    assert.equal(zone === 'Asia/Calcutta' ? 'Asia/Kolkata' : zone, timeZone);
    if (zone !== null) assert.ok(localTime(zone, 'en', 0).length > 5);
  });

test('a place on the map has the time zone of its country', () => {
  assert.equal(timeZoneAt({ latitude: 52.52, longitude: 13.4 }), 'Europe/Berlin');
  assert.equal(timeZoneAt({ latitude: -43.95, longitude: -176.55 }), 'Pacific/Chatham');
});

test('the time of a place follows its summer', () => {
  const [winter, summer] = [Date.UTC(2026, 0, 1, 12), Date.UTC(2026, 6, 1, 12)];
  assert.match(localTime('Europe/Berlin', 'en', winter), /1:00/);
  assert.match(localTime('Europe/Berlin', 'en', summer), /2:00/);
});
