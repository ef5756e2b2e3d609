import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Entity } from './part.ts';
import { concat, join, linkTo, normalise, plain, slice, wrap } from './rich_text.ts';
import { anyRichText, brokenRules } from './testing.ts';

const entity = (type: Entity['type'], offset: number, length: number, url?: string): Entity =>
  url === undefined ? { type, offset, length } : { type, offset, length, url };

test('joining moves the entities of each piece to its place', () => {
  const joined = join([wrap(plain('one'), 'bold'), plain(''), linkTo(plain('two'), 'https://a.example/')], ', ');
  assert.deepEqual(joined, {
    text: 'one, two',
    entities: [entity('bold', 0, 3), entity('text_link', 5, 3, 'https://a.example/')],
  });
  assert.deepEqual(concat(), plain(''));
});

test('a slice keeps what its entities cover of it', () => {
  const rich = { text: 'abcdef', entities: [entity('bold', 1, 4), entity('italic', 5, 1)] };
  assert.deepEqual(slice(rich, 2, 4), { text: 'cd', entities: [entity('bold', 0, 2)] });
});

test('entities are brought into the nesting that Telegram keeps', () => {
  const cases: [string, string, Entity[], Entity[]][] = [
    ['neighbours of one kind are one', 'abcd', [entity('bold', 0, 2), entity('bold', 2, 2)], [entity('bold', 0, 4)]],
    [
      'a crossing is cut',
      'abcdef',
      [entity('italic', 2, 4), entity('bold', 0, 4)],
      [entity('bold', 0, 4), entity('italic', 2, 2), entity('italic', 4, 2)],
    ],
    [
      'code holds nothing',
      'abcdef',
      [entity('bold', 0, 6), entity('code', 2, 2)],
      [entity('bold', 0, 2), entity('code', 2, 2), entity('bold', 4, 2)],
    ],
    [
      'a link holds no code',
      'abcd',
      [entity('code', 0, 4), entity('text_link', 0, 4, 'https://a.example/')],
      [entity('text_link', 0, 4, 'https://a.example/')],
    ],
    [
      'a quote in a quote is part of it',
      'abcd',
      [entity('blockquote', 0, 4), entity('blockquote', 1, 2)],
      [entity('blockquote', 0, 4)],
    ],
    [
      'two links that touch stay two',
      'abcd',
      [entity('text_link', 0, 2, 'https://a.example/1'), entity('text_link', 2, 2, 'https://a.example/2')],
      [entity('text_link', 0, 2, 'https://a.example/1'), entity('text_link', 2, 2, 'https://a.example/2')],
    ],
    ['white space at the ends is left out', 'ab cd', [entity('bold', 0, 3)], [entity('bold', 0, 2)]],
    [
      'what is out of range is clipped',
      'abcd',
      [entity('bold', -2, 4), entity('italic', 3, 9)],
      [entity('bold', 0, 2), entity('italic', 3, 1)],
    ],
  ];
  for (const [name, text, given, expected] of cases)
    assert.deepEqual(normalise({ text, entities: given }).entities, expected, name);
});

test('code at the beginning keeps its indentation', () => {
  const pre = (text: string, offset: number) => ({ text, entities: [entity('pre', offset, text.length - offset)] });
  assert.deepEqual(normalise(pre(' \n  a\n  b', 0)), pre('  a\n  b', 0));
  assert.deepEqual(normalise(pre('\n    a', 3)), pre('  a', 0));
  assert.deepEqual(normalise(plain('  a')), plain('a'));
  const quoted = { text: '  a', entities: [entity('blockquote', 2, 1), entity('pre', 0, 3)] };
  const name = 'but not where a quote inside begins its letters';
  const kept = { text: 'a', entities: [entity('blockquote', 0, 1), entity('pre', 0, 1)] };
  assert.deepEqual(normalise(quoted), kept, name);
});

test('any entities become such as Telegram keeps, and stay so', () => {
  fc.assert(
    fc.property(anyRichText(), (rich) => {
      const once = normalise(rich);
      assert.equal(once.text.trim(), rich.text.trim());
      assert.deepEqual(brokenRules(once), []);
      assert.deepEqual(normalise(once), once);
    }),
    { numRuns: 2000 },
  );
});

test('what is inside an entity of a kind stays inside one, unless code, a quote or a link is there', () => {
  const covered = (entities: Entity[], type: string, at: number) =>
    entities.some((e) => e.type === type && e.offset <= at && at < e.offset + e.length);
  fc.assert(
    fc.property(anyRichText(), ({ text, entities }) => {
      const whole = `x${text}x`;
      const moved = entities.map((e) => ({ ...e, offset: e.offset + 1 }));
      const kept = normalise({ text: whole, entities: moved }).entities;
      for (let at = 0; at < whole.length; at += 1) {
        if (whole[at]!.trim() === '' || covered(moved, 'pre', at) || covered(moved, 'code', at)) continue;
        for (const type of ['bold', 'italic', 'spoiler', 'text_link']) {
          assert.equal(covered(kept, type, at), covered(moved, type, at), `${type} at ${at}`);
        }
      }
    }),
    { numRuns: 1000 },
  );
});
