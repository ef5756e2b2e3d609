// Sentences with a number in them, in the forms that each language has for it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FluentResource } from '@fluent/bundle';
import { LANGUAGES, plainText } from './texts.ts';

/** Which form goes with which number, written down and not computed. Persian nouns do not change, their verbs and digits do. */
const FORMS: Record<string, Record<number, number>> = {
  en: { 1: 0, 2: 1, 5: 1, 11: 1, 21: 1, 104: 1 },
  ru: { 1: 0, 2: 1, 5: 2, 11: 2, 21: 0, 104: 1 },
  fa: { 1: 0, 2: 1, 5: 1, 11: 1, 21: 1, 104: 1 },
};
const DIGITS: Record<string, string> = { en: '0123456789', ru: '0123456789', fa: '۰۱۲۳۴۵۶۷۸۹' };

/** For each sentence that knows plurals its variable, and what it says in each form; # is the number. */
const SENTENCES: Record<string, { variable: string; says: Record<string, string[]> }> = {
  subscribed: {
    variable: 'initial',
    says: {
      en: ['Here is its latest item;', 'Here are its latest # items;'],
      ru: ['# последняя запись;', '# последние записи;', '# последних записей;'],
      fa: ['این تازه‌ترین مطلب آن است', 'این # مطلب تازهٔ آن است'],
    },
  },
  'subscription-limit': {
    variable: 'limit',
    says: {
      en: ['may follow # feed and', 'may follow # feeds and'],
      ru: ['за # лентой,', 'за # лентами,', 'за # лентами,'],
      fa: ['می‌تواند # خوراک را', 'می‌تواند # خوراک را'],
    },
  },
  subscriptions: {
    variable: 'count',
    says: {
      en: ['follows # feed:', 'follows # feeds:'],
      ru: ['# лента:', '# ленты:', '# лент:'],
      fa: ['# خوراک را', '# خوراک را'],
    },
  },
  'card-next-check': {
    variable: 'minutes',
    says: {
      en: ['about every minute', 'about every # minutes'],
      ru: ['каждую # минуту', 'каждые # минуты', 'каждые # минут'],
      fa: ['هر # دقیقه', 'هر # دقیقه'],
    },
  },
  resumed: {
    variable: 'passed',
    says: {
      en: ['# item came meanwhile and is passed over: /latest shows it.', '# items came meanwhile and are passed over'],
      ru: [
        'появилась # запись, она пропущена',
        'появились # записи, они пропущены',
        'появилось # записей, они пропущены',
      ],
      fa: ['# مطلب آمد و از آن گذشتیم', '# مطلب آمد و از آن‌ها گذشتیم'],
    },
  },
  'chat-resumed': {
    variable: 'expired',
    says: {
      en: ['# item waited too long and is passed over', '# items waited too long and are passed over'],
      ru: ['# запись ждала', '# записи ждали', '# записей ждали'],
      fa: [
        '# مطلب بیش از اندازه در انتظار ماند و از آن گذشتیم',
        '# مطلب بیش از اندازه در انتظار ماند و از آن‌ها گذشتیم',
      ],
    },
  },
  'filter-dry-run': {
    variable: 'total',
    says: {
      en: ['Of the last item, 1 would', 'Of the last # items, 1 would'],
      ru: ['Из # последней записи', 'Из # последних записей', 'Из # последних записей'],
      fa: ['از # مطلب آخر', 'از # مطلب آخر'],
    },
  },
  'filter-too-many-clauses': {
    variable: 'limit',
    says: {
      en: ['have # part at most', 'have # parts at most'],
      ru: ['не больше # части.', 'не больше # частей.', 'не больше # частей.'],
      fa: ['دست بالا # بخش', 'دست بالا # بخش'],
    },
  },
  'broadcast-dry-run': {
    variable: 'chats',
    says: {
      en: ['go to # chat.', 'go to # chats.'],
      ru: ['получил бы # чат.', 'получили бы # чата.', 'получили бы # чатов.'],
      fa: ['به # گفتگو', 'به # گفتگو'],
    },
  },
  'broadcast-queued': {
    variable: 'chats',
    says: {
      en: ['way to # chat.', 'way to # chats.'],
      ru: ['в # чат.', 'в # чата.', 'в # чатов.'],
      fa: ['در راه # گفتگو', 'در راه # گفتگو'],
    },
  },
  'operator-limit-set': {
    variable: 'limit',
    says: {
      en: ['follow # feed now', 'follow # feeds now'],
      ru: ['за # лентой.', 'за # лентами.', 'за # лентами.'],
      fa: ['می‌تواند # خوراک', 'می‌تواند # خوراک'],
    },
  },
};

/** Whatever else these sentences want. */
const ARGS = { title: 'X', chat: 0, time: 'T', passing: 1, clause: 'x', id: '7' };

/** Whether a message, or a sentence in it, chooses by one of the categories of CLDR. */
function knowsPlurals(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if ('key' in part && typeof part.key === 'object' && part.key !== null && 'value' in part.key) {
    if (['zero', 'one', 'two', 'few', 'many'].includes(String(part.key.value))) return true;
  }
  return Object.values(part).some(knowsPlurals);
}

test('every sentence with plurals, in whatever language, stands in this table', () => {
  const keys = LANGUAGES.flatMap((language) => {
    const source = readFileSync(join(import.meta.dirname, `${language}.ftl`), 'utf8');
    return new FluentResource(source).body.filter(({ value }) => knowsPlurals(value)).map(({ id }) => id);
  });
  assert.deepEqual(Object.keys(SENTENCES).sort(), [...new Set(keys)].sort());
  assert.deepEqual(Object.keys(FORMS).sort(), LANGUAGES);
});

const inDigitsOf = (language: string, count: number) =>
  String(count).replace(/\d/g, (digit) => DIGITS[language]![Number(digit)]!);

for (const language of LANGUAGES)
  for (const [key, { variable, says }] of Object.entries(SENTENCES))
    test(`${language} says ${key} in the form that fits the number`, () => {
      for (const [count, form] of Object.entries(FORMS[language]!)) {
        const text = plainText(language, key, { ...ARGS, [variable]: Number(count) }).replace(/[\u2068\u2069]/g, '');
        const wanted = says[language]![form]!.replace('#', inDigitsOf(language, Number(count)));
        assert.ok(text.includes(wanted), `${count}: ${text} is to say: ${wanted}`);
      }
    });
