import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countCodePoints } from './characters.ts';
import { cutAtSentence } from './cut.ts';
import { join, linkTo, plain, wrap } from './rich_text.ts';
import { ENTITY_LIMIT, splitRich } from './split.ts';
import { anyRichText, brokenRules } from './testing.ts';

const texts = (text: string, max: number) =>
  splitRich(plain(text), { first: max, rest: max }).map((piece) => piece.text);

test('a text is cut at the best break that fills a message half', () => {
  assert.deepEqual(texts('One two three.\n\nFour. Five six', 20), ['One two three.', 'Four. Five six']);
  assert.deepEqual(texts('One two three.\nFour five six seven', 20), ['One two three.', 'Four five six seven']);
  assert.deepEqual(texts('One two three. Four five six', 20), ['One two three.', 'Four five six']);
  assert.deepEqual(texts('One two three four five', 20), ['One two three four', 'five']);
  assert.deepEqual(texts('Onetwothreefourfive', 8), ['Onetwoth', 'reefourf', 'ive']);
});

test('a blank line near the beginning is no place to cut', () => {
  assert.deepEqual(texts('Hi\n\nOne two three four', 20), ['Hi\n\nOne two three', 'four']);
});

test('families, flags and marked letters are not torn', () => {
  const family = '👨‍👩‍👧‍👦';
  assert.deepEqual(texts(family.repeat(3), 10), [family, family, family]);
  assert.deepEqual(texts('e\u0301'.repeat(4), 3), ['e\u0301', 'e\u0301', 'e\u0301', 'e\u0301']);
});

test('a grapheme longer than a message is cut between code points', () => {
  const pieces = texts(`a${'\u0301'.repeat(2000)}`, 100);
  assert.equal(pieces.join(''), `a${'\u0301'.repeat(2000)}`);
});

test('code points are counted, not UTF-16 units', () => {
  assert.equal(texts('😀'.repeat(4096), 4096).length, 1);
  assert.equal(texts('😀'.repeat(4097), 4096).length, 2);
});

test('an entity goes on in the next message', () => {
  const pieces = splitRich(wrap(plain('One two three four'), 'bold'), { first: 10, rest: 10 });
  assert.deepEqual(
    pieces.map(({ entities }) => entities),
    [[{ type: 'bold', offset: 0, length: 7 }], [{ type: 'bold', offset: 0, length: 10 }]],
  );
});

test('code goes on with the indentation of its line', () => {
  const pieces = splitRich(wrap(plain('if (a)\n  b();\n  c();'), 'pre'), { first: 14, rest: 14 });
  assert.deepEqual(
    pieces.map(({ text }) => text),
    ['if (a)\n  b();', '  c();'],
  );
});

test('a message takes no more links than Telegram keeps', () => {
  const links = join(
    Array.from({ length: 250 }, (_, n) => linkTo(plain(`l${n}`), `https://a.example/${n}`)),
    ' ',
  );
  const pieces = splitRich(links, { first: 4096, rest: 4096 });
  assert.deepEqual(
    pieces.flatMap((piece) => brokenRules(piece, 4096)),
    [],
  );
  assert.equal(pieces.flatMap(({ entities }) => entities).length, 250);
  assert.ok(pieces.every(({ entities }) => entities.length <= ENTITY_LIMIT));
});

const withoutSpace = (text: string) => text.replace(/\s/g, '');
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

test('any text is split into pieces within the limits that are the text again', () => {
  const anyText = fc.string({
    unit: fc.oneof(
      fc.constantFrom(' ', '\n', '\n\n', '. ', 'word', '漢字。', '😀', '👨‍👩‍👧', '🇩🇪', 'e\u0301', 'ไทย'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 200,
  });
  fc.assert(
    fc.property(anyText, fc.integer({ min: 8, max: 60 }), (text, max) => {
      const pieces = texts(text, max);
      assert.equal(withoutSpace(pieces.join('')), withoutSpace(text));
      for (const piece of pieces) assert.ok(countCodePoints(piece) <= max && piece.trim() === piece && piece !== '');
      const whole = text.trim();
      const borders = new Set([...graphemes.segment(whole)].map(({ index }) => index));
      let from = 0;
      for (const piece of pieces) {
        const at = whole.indexOf(piece, from);
        const isTooLong = [...graphemes.segment(piece)].some(({ segment }) => countCodePoints(segment) >= max / 2);
        assert.ok(borders.has(at) || /\s/.test(whole[at - 1] ?? '') || isTooLong, `cut inside a grapheme at ${at}`);
        from = at + piece.length;
      }
    }),
    { numRuns: 1500 },
  );
});

test('any rich text is split into pieces that Telegram keeps as they are', () => {
  fc.assert(
    fc.property(
      anyRichText(),
      fc.integer({ min: 5, max: 30 }),
      fc.integer({ min: 1, max: 6 }),
      (rich, max, entities) => {
        const pieces = splitRich(rich, { first: max, rest: max, entities });
        assert.deepEqual(
          pieces.flatMap((piece) => brokenRules(piece, max)),
          [],
        );
        assert.equal(withoutSpace(pieces.map(({ text }) => text).join('')), withoutSpace(rich.text));
      },
    ),
    { numRuns: 1500 },
  );
});

test('a beginning ends where a sentence does', () => {
  assert.equal(cutAtSentence(plain('One two three. Four five six.'), 22).rich.text, 'One two three.');
  assert.equal(cutAtSentence(plain('书店在桥下。门很小。灯很暗，老板从不说话'), 12).rich.text, '书店在桥下。门很小。');
  assert.equal(cutAtSentence(plain('One two three four five six'), 20).rich.text, 'One two three four…');
  assert.deepEqual(cutAtSentence(plain('Short.'), 6), { rich: plain('Short.'), isCut: false });
});
