import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Item } from '../store/item.ts';
import { oldestFirst } from './item_order.ts';

/** A document of entries published on these days of May 2026; null has no date. */
function ordered(...days: (number | null)[]): (number | null)[] {
  const document = days.map((day): Item => {
    const publishedAt = day === null ? null : `2026-05-${String(day).padStart(2, '0')}T00:00:00.000Z`;
    const none = { guid: null, link: null, author: null, summary: null, content: null, updatedAt: null };
    return { ...none, title: `${day}`, categories: [], media: [], publishedAt };
  });
  return oldestFirst(document, [...document.keys()]).map((index) => days[index]!);
}

test('a newest-first document is reversed, and one whose dates rise is not', () => {
  assert.deepEqual(ordered(9, 8, 7), [7, 8, 9]);
  assert.deepEqual(ordered(7, 8, 9), [7, 8, 9]);
});

test('a pinned old entry on top goes where its date says', () => {
  assert.deepEqual(ordered(1, 9, 8, 7, 6, 5), [1, 5, 6, 7, 8, 9]);
});

test('without dates, or with one missing, the document is taken as newest-first', () => {
  const document = ordered(null, null, null);
  assert.equal(document.length, 3);
  assert.deepEqual(ordered(9, 8, null, 7), [7, null, 8, 9]);
});

test('dates that disagree widely with the document do not order it', () => {
  assert.deepEqual(ordered(9, 2, 8, 3, 7, 1), [1, 7, 3, 8, 2, 9]);
});

test('equal dates keep the order of the document', () => {
  const at = '2026-05-01T00:00:00.000Z';
  const base = { guid: null, link: null, author: null, summary: null, content: null, updatedAt: null };
  const document = ['c', 'b', 'a'].map((title) => ({ ...base, title, categories: [], media: [], publishedAt: at }));
  assert.deepEqual(oldestFirst(document, [0, 1, 2]), [2, 1, 0]);
});
