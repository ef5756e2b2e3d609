import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Filter } from './clause.ts';
import { type FilterFields, judge, prepareText } from './judge.ts';
import { parseFilter } from './parse_filter.ts';

const bare: FilterFields = { title: '', content: '', author: null, categories: [], link: null };

function aFilter(text: string): Filter {
  const parsed = parseFilter(text, { maxClauses: 20 });
  assert.ok(parsed.kind === 'ok', JSON.stringify(parsed));
  return parsed.filter;
}

/** What a subscription's filter says of a title, or of other fields. */
function passes(filter: string, item: string | Partial<FilterFields>): boolean {
  const fields = typeof item === 'string' ? { title: item } : item;
  return judge({ chat: null, subscription: aFilter(filter) }, prepareText({ ...bare, ...fields })).pass;
}

const verdicts: [filter: string, item: string | Partial<FilterFields>, pass: boolean][] = [
  ['rust', 'Rust 2.0 is out', true],
  ['rust', 'Trust nobody', false],
  ['rust', 'No news', false],
  ['!rust', 'Rust 2.0 is out', false],
  ['!rust', 'No news', true],
  ['! rust', 'Rust', false],
  ['!!rust', 'Rust', false],
  ['rust, go', 'Go 2 is out', true],
  ['rust, !crypto', 'Rust for crypto', false],
  ['rust, !crypto', 'Python', false],
  ['new release', 'A  new\nrelease is here', true],
  ['new release', 'A new big release', false],
  ['"Paris, Texas"', 'Seen: Paris, Texas.', true],
  ['"Paris, Texas"', 'Paris and Texas', false],
  ['“Paris, Texas”', 'Paris, Texas', true],
  ['„Paris, Texas“', 'Paris, Texas', true],
  ['"say \\"hi\\""', 'They say "hi" to us', true],
  ['!"Paris, Texas"', 'Paris, Texas', false],
  ['title:rust', { content: 'rust' }, false],
  ['content: rust', { content: 'about rust' }, true],
  ['author:ann', { author: 'Ann Lee' }, true],
  ['category:go', { categories: ['Databases', 'Go'] }, true],
  ['category:go', { title: 'go' }, false],
  ['LINK:example.org', { link: 'https://example.org/a' }, true],
  ['!link:example.org', { link: 'https://example.org/a' }, false],
  ['title:!rust', 'Rust', false],
  ['!title:"a, b"', 'a, b', false],
  ['rust', { link: 'https://example.org/rust-news' }, true],
  ['https://example.org/a', { link: 'https://example.org/a' }, true],
  ['c++', 'C++26 is near', true],
  ['#news', 'read #News today', true],
  ['/v\\d+\\.\\d/', 'v1.2 is out', true],
  ['/RUST/', 'rust', false],
  ['/RUST/i', 'rust', true],
  ['/a.b/s', 'a\nb', true],
  ['/^b$/m', 'a\nb', true],
  ['/a{1,2}b/', 'aab', true],
  ['/[/,]x/', ',x', true],
  ['/a\\/b/', 'a/b', true],
  ['!title:/^ad:/i', 'Ad: buy', false],
  ['/x/, rust', 'rust', true],
  // scripts
  ['мир', 'Привет, МИР!', true],
  ['мир', 'Мирный атом', false],
  ['ёлка', 'Елка', false],
  ['елка', 'Ёлка', true],
  ['мои', 'мой', false],
  ['λόγος', 'Ο ΛΌΓΟΣ', true],
  ['كتاب', 'هذا كتاب جديد', true],
  ['ספר', 'זה ספר חדש', true],
  ['भारत', 'भारत समाचार', true],
  ['東京', '今日の東京は晴れ', true],
  ['ニュース', '最新ニュース速報', true],
  ['ข่าว', 'อ่านข่าววันนี้', true],
  ['삼성', '삼성이 발표했다', true],
  ['iphone', 'iPhone发布', true],
  ['ﾆｭｰｽ', 'ニュース', true],
  ['ｒｕｓｔ', 'rust', true],
  ['straße', 'STRASSE', true],
  ['istanbul', 'İSTANBUL', true],
  ['cafe', 'Café au lait', true],
  ['café', 'Cafe', false],
  ['"cafe"', 'Café', false],
  ['cafe\u0301', 'Café', true],
  ['don’t', "Don't panic", true],
  ['𐐨', 'a𐐀b', false],
  ['𐐨', 'a 𐐀 b', true],
];

for (const [filter, item, pass] of verdicts) {
  test(`filter ${filter} ${pass ? 'lets through' : 'keeps back'} ${JSON.stringify(item)}`, () =>
    assert.equal(passes(filter, item), pass));
}

test('both filters must let an item pass, and the verdict names the clause that decided', () => {
  const text = prepareText({ ...bare, title: 'Rust for crypto' });
  const decide = (chat: string | null, subscription: string | null) => {
    const filters = {
      chat: chat === null ? null : aFilter(chat),
      subscription: subscription === null ? null : aFilter(subscription),
    };
    const { clause, ...rest } = judge(filters, text);
    return { ...rest, clause: clause?.source ?? null };
  };
  assert.deepEqual(decide(null, null), { pass: true, clause: null });
  assert.deepEqual(decide('!spam', null), { pass: true, clause: null });
  assert.deepEqual(decide('go, rust', '!spam'), { pass: true, clause: 'rust' });
  assert.deepEqual(decide('rust', 'title: for'), { pass: true, clause: 'title: for' });
  assert.deepEqual(decide('!crypto', 'rust'), { pass: false, filter: 'chat', clause: '!crypto' });
  assert.deepEqual(decide('rust', 'rust, ! crypto'), { pass: false, filter: 'subscription', clause: '! crypto' });
  assert.deepEqual(decide('rust', 'go'), { pass: false, filter: 'subscription', clause: null });
});

const refusals: [filter: string, reason: string, clause: string][] = [
  ['', 'empty', ''],
  ['  ', 'empty', ''],
  ['a,,b', 'empty-clause', ''],
  ['a,', 'empty-clause', ''],
  ['!', 'empty-clause', '!'],
  ['a, title: ,b', 'empty-clause', 'title:'],
  ['""', 'empty-clause', '""'],
  ['\u200B', 'empty-clause', '\u200B'],
  ['//', 'empty-clause', '//'],
  ['a, "b, c', 'unclosed-quote', '"b, c'],
  ['/b, c', 'unclosed-pattern', '/b'],
  ['"a" b, c', 'text-after-quote', '"a" b'],
  ['/a/ b', 'text-after-quote', '/a/ b'],
  ['/a/x', 'unknown-flags', '/a/x'],
  ['/(/', 'bad-pattern', '/(/'],
  ['/(a)\\1/', 'bad-pattern', '/(a)\\1/'],
  ['/(?=a)/', 'bad-pattern', '/(?=a)/'],
  ['/a{1000}/', 'pattern-too-large', '/a{1000}/'],
  ['/(((a{0,1000}))){0,1000}/', 'pattern-too-large', '/(((a{0,1000}))){0,1000}/'],
  ['x'.repeat(201), 'clause-too-long', 'x'.repeat(201)],
  ['a,b,c,d', 'too-many-clauses', 'd'],
];

for (const [filter, reason, clause] of refusals) {
  test(`filter ${filter.slice(0, 30)} is refused: ${reason}`, () =>
    assert.deepEqual(parseFilter(filter, { maxClauses: 3 }), { kind: 'refused', reason, clause }));
}

test('clauses are kept as they were typed', () => {
  const { clauses } = aFilter(' Rust ,!"a, b",  title: /x,y/i ');
  assert.deepEqual(
    clauses.map((clause) => clause.source),
    ['Rust', '!"a, b"', 'title: /x,y/i'],
  );
});

const piece = fc.oneof(
  fc.constantFrom(
    ',',
    '!',
    '"',
    '/',
    '\\',
    'title:',
    'link:',
    '(',
    ')',
    '[',
    ']',
    '*',
    '+',
    '{9}',
    '?',
    '|',
    ' ',
    'i',
    '“',
    '”',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const filterTexts = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));

test('any text is a filter that decides, or is refused with a reason', () => {
  fc.assert(
    fc.property(
      filterTexts,
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      (typed, title, content) => {
        const parsed = parseFilter(typed, { maxClauses: 20 });
        if (parsed.kind === 'refused') return typed.includes(parsed.clause);
        const verdict = judge({ chat: parsed.filter, subscription: null }, prepareText({ ...bare, title, content }));
        return typeof verdict.pass === 'boolean' && parsed.filter.clauses.length <= 20;
      },
    ),
    { numRuns: 500 },
  );
});

test('a word that stands alone in a text is found in any script and composition', () => {
  const word = fc.stringMatching(/^[\p{L}]{1,12}$/u);
  fc.assert(
    fc.property(word, fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD'), (typed, form) => {
      assert.ok(passes(typed, `… ${typed.normalize(form)}, and more`));
      assert.ok(!passes(`!${typed}`, typed.normalize(form)));
    }),
  );
});

test('a word is found behind longer ones that begin with it or end with it', () => {
  const longer = ['abab', 'cab', 'abc', 'ab𝒳', 'éab', 'ab1'];
  assert.ok(!passes('ab', longer.join(' ')));
  for (const before of longer) assert.ok(passes('ab', `${before} ab`), before);
  for (const before of ['字ab', 'ab字ab', '-ab-', 'cab字ab']) assert.ok(passes('ab', before), before);
});

// Where work grew faster than the text, none of these would ever end.
const hostile = [
  '/(a+)+c/',
  '/(.*a){30}c/',
  '/(a?){70}bb/',
  `${'a'.repeat(199)}c`,
  'a'.repeat(199),
  '/([ab]*a){9}[ab]{40}c/',
  '/\\b(a|aa)+\\b!/',
];
for (const filter of hostile) {
  test(`filter ${filter.slice(0, 20)} decides over 256 KiB of its worst text`, () => {
    for (const content of [
      'a'.repeat(262_144),
      'ab'.repeat(131_072),
      'a '.repeat(131_072),
      'a\u0301'.repeat(131_072),
    ]) {
      assert.equal(passes(filter, { content }), false);
    }
  });
}
