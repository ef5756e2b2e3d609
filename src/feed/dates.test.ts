import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDate } from './dates.ts';

const AT = '2021-06-01T06:15:00.000Z';

/** All say the same moment: 1 June 2021, 08:15 at two hours ahead of UTC. */
const SAME_MOMENT = [
  'Tue, 01 Jun 2021 08:15:00 +0200',
  'Tue, 1 Jun 2021 08:15 +0200',
  'Fri, 01 Jun 2021 08:15:00 +0200',
  '01 Jun 21 06:15:00 GMT',
  'Tue, 01 Jun 2021 08:15:00 CEST',
  'Tue, 01 Jun 2021 02:15:00 EDT',
  'Tue, 01 Jun 2021 09:15:00 MSK',
  'Tue, 01 Jun 2021 06:15:00 Z',
  'Tue, 01 Jun 2021 08:15:00 GMT+0200',
  'Tue, 01 Jun 2021 08:15:00 UTC+2',
  'Tue, 01 Jun 2021 08:15:00 + 0200',
  '20210601T081500 + 0200',
  'Tue, 01 Jun 2021 08:15:00\n+ 0200',
  'Tue Jun 01 2021 08:15:00 GMT+0200 (Central European Summer Time)',
  'Tue Jun  1 06:15:00 UTC 2021',
  'Tuesday, June 1, 2021 6:15 AM',
  'June 1st, 2021 06:15:00',
  'Tue, 01-Jun-2021 06:15:00 GMT',
  '1-Jun-2021 08:15:00+02:00',
  '2021-06-01T08:15:00+02:00',
  '2021-06-01T08:15:00+0200',
  '2021-06-01T08:15+02',
  '2021-06-01T06:15:00Z',
  '2021-06-01t06:15:00z',
  '2021-06-01 06:15:00',
  '2021-06-01 06:15:00 UTC',
  '2021-06-01T06:15:00.123456Z',
  '20210601T061500Z',
  '2021/06/01 06:15:00',
  '01.06.2021 06:15',
  '06/01/2021 6:15:00 AM',
  '1622528100',
  '1622528100000',
  'Вт, 01 июня 2021 08:15:00 +0200',
  'Di, 01 Juni 2021 08:15:00 +0200',
  'mar., 1 juin 2021 08:15:00 +0200',
  'mar, 01 jun 2021 08:15:00 +0200',
  'wt, 01 cze 2021 08:15:00 +0200',
  'Τρι, 01 Ιουν 2021 08:15:00 +0200',
  'Sal, 01 Haz 2021 08:15:00 +0200',
  '2021-június-01T08:15+02:00',
  '2021년 06월 01일 오전 06:15:00',
  '2021年6月1日 06:15:00',
  '۲۰۲۱-۰۶-۰۱T۰۶:۱۵:۰۰Z',
  '١ يونيو ٢٠٢١ ٠٦:١٥:٠٠',
];
for (const text of SAME_MOMENT) {
  test(`a date is read for its moment: ${text}`, () => assert.equal(readDate(text), AT));
}

const OTHERS: [text: string, moment: string | null][] = [
  ['2021', '2021-01-01T00:00:00.000Z'],
  ['2021-06', '2021-06-01T00:00:00.000Z'],
  ['2021-06-01', '2021-06-01T00:00:00.000Z'],
  ['20210601', '2021-06-01T00:00:00.000Z'],
  ['2021-152', '2021-06-01T00:00:00.000Z'],
  ['1 Jun 99', '1999-06-01T00:00:00.000Z'],
  ['31/12/2021', '2021-12-31T00:00:00.000Z'],
  ['Sat, 16 Dec 2023 02:02:33 PM', '2023-12-16T14:02:33.000Z'],
  ['16 Dec 2023 12:30 am', '2023-12-16T00:30:00.000Z'],
  ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z'],
  ['2021-05-31T24:00:00Z', '2021-06-01T00:00:00.000Z'],
  ['Mon, 01 Mar 2021 10:00:00 -0330', '2021-03-01T13:30:00.000Z'],
  ['Thu, 01 Jan 2004 19:48:21 A', '2004-01-01T19:48:21.000Z'],
  ['Mon, 01/02/2006 - 15:04', '2006-01-02T15:04:00.000Z'],
  ['Monday, January 2, 2006 - 15:04', '2006-01-02T15:04:00.000Z'],
  ['Lundi, 16. Novembre 2020 - 15:54', '2020-11-16T15:54:00.000Z'],
  ['Mon, 02 Jan 2006 - 15:04 + 0200', '2006-01-02T13:04:00.000Z'],
  ['6/1/2 15:04', '2002-06-01T15:04:00.000Z'],
  ['20-04-10T05:00Z', '2020-04-10T05:00:00.000Z'],
  ['20090717180000', '2009-07-17T18:00:00.000Z'],
  ['200907171800', '2009-07-17T18:00:00.000Z'],
  ['20090717180000+0200', '2009-07-17T16:00:00.000Z'],
  ['2013-01-27Z', '2013-01-27T00:00:00.000Z'],
  ['2013-01-27-05:00', '2013-01-27T05:00:00.000Z'],
  ['2003-12-31T10Z', '2003-12-31T10:00:00.000Z'],
  ['2003-12-31T10+02:00', '2003-12-31T08:00:00.000Z'],
  ['2003-12-31T25:14:55Z', '2003-12-31T00:00:00.000Z'],
  ['2003-12-31T10:61:55+05:00', '2003-12-31T00:00:00.000Z'],
  ['0001-01-01T00:00:00Z', null],
  ['2021-02-30', null],
  ['Tue, 32 Jun 2021 08:15:00 GMT', null],
  ['2021-13-01', null],
  ['tomorrow', null],
  ['', null],
  ['constructor 1 2021', null],
  ['1'.repeat(500), null],
];
for (const [text, moment] of OTHERS) {
  test(`${moment === null ? 'no date is made of' : 'a date is read from'} "${text.slice(0, 40)}"`, () => {
    assert.equal(readDate(text), moment);
  });
}

test('any real date is read back from each of the formats publishers use', () => {
  const moments = fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2100, 0, 1) });
  fc.assert(
    fc.property(moments, fc.integer({ min: -720, max: 840 }), (ms, zoneMinutes) => {
      const at = new Date(Math.floor(ms / 1000) * 1000);
      for (const text of spellings(at, zoneMinutes)) assert.equal(readDate(text), at.toISOString(), text);
    }),
    { numRuns: 300 },
  );
});

function spellings(at: Date, zoneMinutes: number): string[] {
  const local = new Date(at.getTime() + zoneMinutes * 60_000).toISOString();
  const [date, time] = [local.slice(0, 10), local.slice(11, 19)];
  const sign = zoneMinutes < 0 ? '-' : '+';
  const hours = String(Math.floor(Math.abs(zoneMinutes) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(zoneMinutes) % 60).padStart(2, '0');
  const iso = at.toISOString();
  return [
    iso,
    at.toUTCString(),
    `${date}T${time}${sign}${hours}:${minutes}`,
    `${date} ${time} ${sign}${hours}${minutes}`,
    `${new Date(`${date}T${time}Z`).toUTCString().replace('GMT', `${sign}${hours}${minutes}`)}`,
    `${iso.slice(8, 10)}.${iso.slice(5, 7)}.${iso.slice(0, 4)} ${iso.slice(11, 19)}`,
    `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)} ${iso.slice(11, 19)}`,
    at.toLocaleString('en-US', { timeZone: 'UTC' }),
  ];
}

test('a month is read by its name in many languages', () => {
  for (const language of [
    'en',
    'ru',
    'uk',
    'de',
    'fr',
    'es',
    'pt',
    'it',
    'nl',
    'pl',
    'cs',
    'tr',
    'sv',
    'fi',
    'hu',
    'el',
  ]) {
    const format = new Intl.DateTimeFormat(`${language}-u-nu-latn`, { month: 'long', day: 'numeric', timeZone: 'UTC' });
    for (let month = 0; month < 12; month++) {
      const parts = format.formatToParts(Date.UTC(2021, month, 15));
      const name = parts.find(({ type }) => type === 'month')!.value;
      assert.equal(
        readDate(`15 ${name} 2021`),
        new Date(Date.UTC(2021, month, 15)).toISOString(),
        `${language} ${name}`,
      );
    }
  }
});

test('any string is a date or none, and reading it never throws', () => {
  const words = fc.constantFrom(
    'Tue,',
    '01',
    'Jun',
    '2021',
    '08:15:00',
    '+0200',
    'PM',
    'июня',
    '-',
    '/',
    'T',
    '年',
    '(',
    '99999',
  );
  const wordy = fc.array(words, { maxLength: 12 }).map((list) => list.join(' '));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), wordy), (text) => {
      const read = readDate(text);
      assert.ok(read === null || read === new Date(read).toISOString());
    }),
    { numRuns: 2000 },
  );
});
