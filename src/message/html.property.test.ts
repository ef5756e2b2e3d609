// Whatever a publisher writes: Telegram's rules hold, no word is lost, and the work grows with the length only.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readHtml } from './html.ts';
import { resolveOptions } from './options.ts';
import { renderItem } from './render.ts';
import { SAMPLES } from './samples/index.ts';
import { anyHtml, brokenRules, mutated } from './testing.ts';

const SOURCES = SAMPLES.map(({ item }) => item.content ?? item.summary ?? '').filter((html) => html !== '');
const anything = () => fc.oneof(anyHtml(), mutated(SOURCES));

test('any HTML becomes text and entities that Telegram keeps as they are', () => {
  fc.assert(
    fc.property(anything(), (html) => {
      const { rich, media } = readHtml(html, 'https://a.example/');
      assert.deepEqual(brokenRules(rich), []);
      for (const { url } of media) assert.match(url, /^https?:/);
    }),
    { numRuns: 2000 },
  );
});

test('any item in any mode becomes messages within the limits', () => {
  const options = fc.record({
    mode: fc.constantFrom('auto', 'full', 'title'),
    media: fc.constantFrom('on', 'off', 'only'),
    showAuthor: fc.boolean(),
    showSource: fc.boolean(),
  });
  fc.assert(
    fc.property(anything(), fc.string({ unit: 'binary', maxLength: 40 }), options, (content, title, set) => {
      const feed = { title: 'Feed', link: null, url: 'https://a.example/feed' };
      const item = { ...SAMPLES[0]!.item, title, content, summary: null, author: title };
      const parts = renderItem({
        feed,
        item,
        options: resolveOptions({}, set as object),
        texts: { readOn: 'Read on' },
      });
      assert.ok(parts.length > 0);
      for (const part of parts) assert.deepEqual(brokenRules(part, part.kind === 'text' ? 4096 : 1024), []);
      assert.ok(parts.every((part) => part.kind !== 'text' || part.text !== ''));
      assert.ok(parts.every((part) => part.kind !== 'album' || (part.media.length >= 2 && part.media.length <= 10)));
    }),
    { numRuns: 1500 },
  );
});

const WORD_TAGS = [
  'p',
  'div',
  'b',
  'i',
  'a href="/x"',
  'code',
  'pre',
  'blockquote',
  'ul',
  'li',
  'h2',
  'span',
  'section',
  'details',
  'figure',
  'table',
  'td',
  'tr',
  'sup',
];

test('every word of the page is shown, once and in its place', () => {
  const tree = fc.array(fc.tuple(fc.constantFrom(...WORD_TAGS), fc.boolean(), fc.boolean()), { maxLength: 40 });
  fc.assert(
    fc.property(tree, (steps) => {
      // Tables that are not well-formed put their text before themselves, in a browser too; these are only opened whole.
      const open: string[] = [];
      let html = '';
      steps.forEach(([tag, closes, inTable], index) => {
        const isCell = /^(table|tr|td)$/.test(tag);
        if (isCell)
          html += inTable
            ? `<table><tr><td>w${index}</td><td>v${index}</td></tr><tr><td>u${index}</td></tr></table>`
            : `w${index} `;
        else if (!open.includes('pre') || tag !== 'pre') {
          html += `<${tag}>w${index} `;
          if (closes) html += `</${tag.split(' ')[0]}>`;
          else open.push(tag);
        }
      });
      const expected = [...html.replace(/<[^>]*>/g, ' ').matchAll(/[wvu]\d+/g)].map(String);
      const shown = [...readHtml(html, 'https://a.example/').rich.text.matchAll(/[wvu]\d+/g)].map(String);
      assert.deepEqual(shown, expected, html);
    }),
    { numRuns: 1500 },
  );
});

test('no tag is shown as text', () => {
  // Titles and alternative texts are shown as the text they are, and a cut may put a tag into them.
  const sources = SOURCES.filter((html) => !/[<&](?![a-z/!#])|&lt;/i.test(html)).map((html) =>
    html.replace(/ (title|alt)=("[^"]*"|'[^']*')/g, ''),
  );
  fc.assert(
    fc.property(mutated(sources), (html) => {
      // A cut inside a tag leaves a beginning or an end of one, which is text to a browser too; whole tags are not. A lone `<` is text,
      // and what stands behind the tag that follows it may then look like the rest of another tag.
      fc.pre(!/<(?![a-z/!])/i.test(html));
      assert.doesNotMatch(
        readHtml(html, 'https://a.example/').rich.text,
        /<\/?(p|b|a|li|ul|div|table|td|strong|em|img)( [a-z]+="[^"]*")*>/,
      );
    }),
    { numRuns: 1000 },
  );
});

/** Every operation on text is counted by what it leaves: output and entities must not outgrow the input. */
test('output grows no faster than the document, whatever is repeated', () => {
  const shapes = [
    '<',
    '<b>',
    '<p>',
    '<div>x',
    '<ul><li>x',
    '<table><tr><td>x',
    '<blockquote>x',
    '<a href="/x">y</a> ',
    '<sup>a+b</sup>',
    '<b><p>x</b>',
    '<i><u>x',
    '<td>x',
    '&amp;',
    '<ruby>x<rt>y',
    '<details>x',
  ];
  for (const shape of shapes) {
    const sizes = [2000, 4000].map((count) => {
      const { rich } = readHtml(shape.repeat(count), 'https://a.example/');
      return rich.text.length + rich.entities.length;
    });
    assert.ok(sizes[1]! <= 2.2 * sizes[0]! + 100, `${shape}: ${sizes}`);
    assert.ok(sizes[1]! <= 4 * shape.length * 4000 + 100, `${shape}: ${sizes}`);
  }
});
