// The order in which new entries of a document are stored, and so the order in which chats read them: oldest first.
import type { Item } from '../store/item.ts';
import { LIMITS } from './feed.ts';

/** Dates are believed for ordering when at least this share of neighbours in the document agree with one direction. */
const MOSTLY = 0.75;

/**
 * Put entries of one document oldest first. Most feeds are newest-first, so the document is reversed unless its dates rise.
 * Where every entry has a date and the document is mostly in order of them (a pinned entry, a late correction), the dates
 * settle the rest; where dates and document disagree widely, the dates are noise and the document's order stands.
 * @param document all entries, in document order
 * @param chosen the indexes to be ordered
 */
export function oldestFirst(document: readonly Item[], chosen: readonly number[]): number[] {
  const times = document.map((item) => (item.publishedAt === null ? Number.NaN : Date.parse(item.publishedAt)));
  const { rising, falling } = countSteps(times);
  const inOrder = [...chosen].sort((a, b) => (rising > falling ? a - b : b - a));
  const isBelieved = Math.max(rising, falling) >= MOSTLY * (rising + falling);
  if (!isBelieved || inOrder.some((index) => Number.isNaN(times[index]))) return inOrder;
  return inOrder.sort((a, b) => times[a]! - times[b]!); // stable: equal dates keep the document's order
}

/**
 * The newest of a document with more entries than LIMITS.items: its first ones, or where its dates rise its last ones.
 * @param publishedAt of an entry, as ISO 8601
 */
export function keepNewest<Entry>(document: Entry[], publishedAt: (entry: Entry) => string | null): Entry[] {
  if (document.length <= LIMITS.items) return document;
  const { rising, falling } = countSteps(document.map((entry) => Date.parse(publishedAt(entry) ?? '')));
  return rising > falling ? document.slice(-LIMITS.items) : document.slice(0, LIMITS.items);
}

function countSteps(times: readonly number[]): { rising: number; falling: number } {
  const dated = times.filter((time) => !Number.isNaN(time));
  const steps = dated.slice(1).map((time, index) => time - dated[index]!);
  return { rising: steps.filter((step) => step > 0).length, falling: steps.filter((step) => step < 0).length };
}
