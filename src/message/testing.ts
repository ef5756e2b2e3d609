// For tests of this folder: Telegram's rules as a check, and HTML that keeps none of its own.
import fc from 'fast-check';
import { countCodePoints } from './characters.ts';
import type { Entity, RichText } from './part.ts';
import { ENTITY_LIMIT } from './split.ts';

/** What in `rich` Telegram would refuse, drop or mend; [] when it is as it should be. */
export function brokenRules({ text, entities }: RichText, codePoints = Number.POSITIVE_INFINITY): string[] {
  const broken: string[] = [];
  const isIndented = entities.some(({ type, offset }) => type === 'pre' && offset === 0) && !/^\s*\n/.test(text);
  if (text.trimEnd() !== (isIndented ? text : text.trim())) broken.push('white space at an end');
  if (!text.isWellFormed()) broken.push('a lone surrogate');
  if (/[^\P{Cc}\n]|[\u200B\uFEFF\u2028-\u202E]/u.test(text)) broken.push('an unwanted character');
  if (countCodePoints(text) > codePoints) broken.push(`more than ${codePoints} code points`);
  if (Number.isFinite(codePoints) && entities.length > ENTITY_LIMIT) broken.push('too many entities');
  entities.forEach((entity, index) => {
    broken.push(...brokenRange(text, entity), ...brokenNesting(entity, entities.slice(index + 1)));
  });
  return broken;
}

function brokenRange(text: string, { type, offset, length, url }: Entity): string[] {
  const broken: string[] = [];
  if (offset < 0 || length <= 0 || offset + length > text.length) broken.push(`${type} out of range`);
  if (isInsidePair(text, offset) || isInsidePair(text, offset + length)) broken.push(`${type} on half a pair`);
  if (text.slice(offset, offset + length).trim() === '') broken.push(`${type} on white space`);
  if ((type === 'text_link') !== (url !== undefined)) broken.push(`${type} with url ${url}`);
  if (url !== undefined && !/^(https?|mailto|tg):/.test(url)) broken.push(`link to ${url}`);
  return broken;
}

function isInsidePair(text: string, at: number): boolean {
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '') && /[\uD800-\uDBFF]/.test(text[at - 1] ?? '');
}

const QUOTES = ['blockquote', 'expandable_blockquote'];

function brokenNesting(outer: Entity, later: Entity[]): string[] {
  const end = outer.offset + outer.length;
  return later.flatMap((inner) => {
    if (inner.offset < outer.offset) return [`${inner.type} sorted behind ${outer.type}`];
    if (inner.offset >= end) return [];
    if (inner.offset + inner.length > end) return [`${inner.type} crosses ${outer.type}`];
    if (outer.type === 'pre' || outer.type === 'code') return [`${inner.type} inside ${outer.type}`];
    if (QUOTES.includes(inner.type)) return [`${inner.type} inside ${outer.type}`];
    return inner.type === outer.type ? [`${inner.type} inside its like`] : [];
  });
}

const TAGS =
  'p div b i u s em strong code pre a blockquote ul ol li table tr td th img br hr h2 span details summary sup ruby rt script style figure font dl dt dd video iframe'.split(
    ' ',
  );
const ATTRIBUTES = [
  ' href="https://a.example/?utm_source=x&b=1"',
  ' href="javascript:alert(1)"',
  ' href=/rel',
  ' class="spoiler"',
  ' class="language-js"',
  ' src="https://a.example/a.png"',
  ' style="font-weight:bold"',
  ' dir="rtl"',
  ' colspan=3',
  ' start=7 type=i',
  ' hidden',
  ' <"\'',
];
const WORDS = [
  'one',
  'two three',
  ' ',
  '\n\n',
  '\u00A0',
  '漢字',
  '😀',
  '👨‍👩‍👧',
  'e\u0301',
  'שלום',
  '&amp;',
  '&lt;b&gt;',
  '&#8217;',
  '<',
  '>',
  '&',
  '\uD83D',
  '\u200B',
  '\u202E',
  '\u2067',
  '1.5',
  'a\tb',
  '—',
];

/** Tags opened and closed in any order, with text, bad attributes and odd characters. */
export function anyHtml(): fc.Arbitrary<string> {
  const tag = fc.constantFrom(...TAGS);
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(tag, fc.option(fc.constantFrom(...ATTRIBUTES), { nil: '' }))
        .map(([name, extra]) => `<${name}${extra}>`),
    },
    { weight: 3, arbitrary: tag.map((name) => `</${name}>`) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  );
  return fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
}

/** Real-looking HTML with pieces taken out, doubled and moved. */
export function mutated(sources: string[]): fc.Arbitrary<string> {
  const cut = fc.tuple(fc.nat(), fc.nat(400), fc.constantFrom('drop', 'double', 'move'));
  return fc
    .tuple(fc.constantFrom(...sources), fc.array(cut, { maxLength: 5 }))
    .map(([source, cuts]) => cuts.reduce(mutate, source));
}

function mutate(html: string, [at, length, how]: [number, number, string]): string {
  const from = at % (html.length + 1);
  const taken = html.slice(from, from + length);
  const rest = html.slice(0, from) + html.slice(from + length);
  if (how === 'drop') return rest;
  return how === 'double' ? html.slice(0, from) + taken + html.slice(from) : taken + rest;
}

/** Any rich text, its entities in any order and range. */
export function anyRichText(): fc.Arbitrary<RichText> {
  const types = [
    'bold',
    'italic',
    'underline',
    'strikethrough',
    'spoiler',
    'code',
    'pre',
    'text_link',
    'blockquote',
    'expandable_blockquote',
  ] as const;
  const entity = fc.record({ type: fc.constantFrom(...types), start: fc.nat(40), size: fc.nat(20) });
  const words = fc.array(fc.constantFrom('a', ' ', '\n', 'word ', '😀', '漢', '. ', 'e\u0301'), { maxLength: 40 });
  return fc.tuple(words, fc.array(entity, { maxLength: 12 })).map(([chars, wanted]) => {
    const offsets = chars.map((_, index) => chars.slice(0, index).join('').length);
    const text = chars.join('');
    const place = (index: number) => offsets[index] ?? text.length;
    const entities = wanted.map(({ type, start, size }): Entity => {
      const at = { type, offset: place(start), length: place(start + size) - place(start) };
      return type === 'text_link' ? { ...at, url: `https://a.example/${start % 3}` } : at;
    });
    return { text, entities };
  });
}
