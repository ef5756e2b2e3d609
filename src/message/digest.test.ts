import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '../store/item.ts';
import { type DigestGroup, renderDigest } from './digest.ts';
import { DEFAULT_OPTIONS } from './options.ts';
import { aSample } from './samples/sample.ts';
import { brokenRules } from './testing.ts';

function group(name: string, items: Partial<Item>[], options: Partial<DigestGroup['options']> = {}): DigestGroup {
  const samples = items.map((item, index) => aSample(`${index}`, `${name}.example`, name.toUpperCase(), item));
  return {
    feed: { title: name.toUpperCase(), link: `https://${name}.example/`, url: `https://${name}.example/feed` },
    items: samples.map(({ item }) => item),
    options: { ...DEFAULT_OPTIONS, ...options },
  };
}

test('a digest names each feed and links each title', () => {
  const [part, ...others] = renderDigest([
    group('a', [{ title: 'One' }, { title: 'Two & three' }]),
    group('b', []),
    group('c', [{ title: 'Four' }], { title: 'Mine', showDate: true, language: 'de' }),
  ]);
  assert.equal(others.length, 0);
  assert.equal(part?.text, 'A\n• One\n• Two & three\n\nMine\n• Four · 14.03.2026, 09:26');
  assert.deepEqual(
    part?.entities.filter(({ type }) => type === 'text_link').map(({ url }) => url),
    ['https://a.example/', 'https://a.example/0', 'https://a.example/1', 'https://c.example/', 'https://c.example/0'],
  );
  assert.equal(part?.kind === 'text' && part.preview, 'off');
});

test('an item without a title is named by its text, and one without that by its link', () => {
  const [part] = renderDigest([
    group('a', [{ content: '<p>Only <b>text</b>, <tg-spoiler>he did it</tg-spoiler></p>' }, {}]),
  ]);
  assert.equal(part?.text, 'A\n• Only text,\n• https://a.example/1');
});

test('many items take as few messages as fit, none left out and no heading left alone', () => {
  const titles = Array.from({ length: 500 }, (_, index) => `Item number ${index} ${'word '.repeat(index % 20)}`.trim());
  const groups = [0, 1, 2].map((n) =>
    group(
      `f${n}`,
      titles.slice(n * 100, n * 100 + 400 * (n === 1 ? 1 : 0.25)).map((title) => ({ title })),
    ),
  );
  const parts = renderDigest(groups);
  assert.deepEqual(
    parts.flatMap((part) => brokenRules(part, 4096)),
    [],
  );
  const lines = parts.flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith('• ')));
  assert.deepEqual(
    lines,
    groups.flatMap(({ items }) => items.map(({ title }) => `• ${title}`)),
  );
  const links = parts.flatMap(({ entities }) => entities.filter(({ type }) => type === 'text_link'));
  assert.equal(links.length, lines.length + 3);
  for (const { text } of parts) assert.doesNotMatch(text.split('\n').at(-1)!, /^F\d$/);
  const all = parts.reduce((sum, { text }) => sum + text.length, 0);
  assert.equal(parts.length, Math.ceil(all / 4096));
});

test('no items are no messages', () => {
  assert.deepEqual(renderDigest([group('a', [])]), []);
});
