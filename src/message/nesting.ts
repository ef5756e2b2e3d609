// Telegram's rules on which entities may lie inside which (Bot API, "Formatting options"); it mends violations silently,
// so we mend them first and in our own favour.
import type { Entity, EntityType } from './part.ts';

type Run = { type: EntityType; offset: number; end: number; url: string | undefined; language: string | undefined };
type Layer = {
  types: EntityType[];
  /** layers that this one must keep out of: pre and code hold nothing, a link holds no code */
  apartFrom: number[];
  /** shown as a block of its own: never joined with its neighbour, and its first line keeps its indentation */
  isBlock: boolean;
};

/** Outermost first. A run is cut where it crosses one of an earlier layer. */
const LAYERS: Layer[] = [
  { types: ['blockquote', 'expandable_blockquote'], apartFrom: [], isBlock: true },
  { types: ['pre'], apartFrom: [], isBlock: true },
  { types: ['text_link'], apartFrom: [1], isBlock: false },
  { types: ['code'], apartFrom: [1, 2], isBlock: false },
  { types: ['bold'], apartFrom: [1, 3], isBlock: false },
  { types: ['italic'], apartFrom: [1, 3], isBlock: false },
  { types: ['underline'], apartFrom: [1, 3], isBlock: false },
  { types: ['strikethrough'], apartFrom: [1, 3], isBlock: false },
  { types: ['spoiler'], apartFrom: [1, 3], isBlock: false },
];

const LAYER_OF = Object.fromEntries(LAYERS.flatMap(({ types }, index) => types.map((type) => [type, index]))) as Record<
  EntityType,
  number
>;

/** Entities of `text` in the order and nesting that Telegram keeps unchanged; takes any list, however wrong. */
export function nestEntities(text: string, entities: Entity[]): Entity[] {
  if (entities.length === 0) return [];
  const byLayer: Run[][] = LAYERS.map(() => []);
  for (const entity of entities) byLayer[LAYER_OF[entity.type]]!.push(toRun(entity, text.length));
  const placed: Run[][] = [];
  for (const [index, layer] of LAYERS.entries()) placed.push(place(text, byLayer[index]!, layer, placed));
  const inOrder = placed.flat().sort((a, b) => a.offset - b.offset || b.end - a.end); // stable: outer layer first
  return inOrder.map(toEntity);
}

/** The runs of one layer, cut to fit those that are placed. */
function place(text: string, runs: Run[], layer: Layer, placed: Run[][]): Run[] {
  if (runs.length === 0) return runs;
  let pieces = flatten(runs, layer);
  for (const index of layer.apartFrom) pieces = pieces.flatMap((run) => outside(run, placed[index]!));
  for (const [index, above] of placed.entries()) {
    if (above.length === 0) continue;
    const cut = index === 0 ? cutAtBorders : uncross;
    pieces = pieces.flatMap((run) => cut(run, above));
  }
  return pieces.map((run) => shrink(text, run, layer.isBlock)).filter((run) => run.offset < run.end);
}

function toRun({ type, offset, length, url, language }: Entity, limit: number): Run {
  const start = Math.min(Math.max(offset, 0), limit);
  return { type, offset: start, end: Math.min(Math.max(offset + length, start), limit), url, language };
}

function toEntity({ type, offset, end, url, language }: Run): Entity {
  const entity: Entity = { type, offset, length: end - offset };
  if (url !== undefined) entity.url = url;
  if (language !== undefined) entity.language = language;
  return entity;
}

/** Disjoint runs of one layer: of two that overlap the outer one stays whole; alike neighbours become one. */
function flatten(runs: Run[], { isBlock }: Layer): Run[] {
  const flat: Run[] = [];
  for (const run of runs.sort((a, b) => a.offset - b.offset || b.end - a.end)) {
    const last = flat.at(-1);
    const isMore = last !== undefined && !isBlock && run.offset <= last.end && isAlike(run, last);
    if (isMore) last.end = Math.max(last.end, run.end);
    else if (run.end > Math.max(run.offset, last?.end ?? 0)) {
      flat.push({ ...run, offset: Math.max(run.offset, last?.end ?? 0) });
    }
  }
  return flat;
}

function isAlike(a: Run, b: Run): boolean {
  return a.type === b.type && a.url === b.url && a.language === b.language;
}

/** The index of the first of `runs` (sorted, disjoint) that ends after `at`. */
function firstEndingAfter(runs: Run[], at: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[middle]!.end > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

function outside(run: Run, blockers: Run[]): Run[] {
  const pieces: Run[] = [];
  let offset = run.offset;
  for (let i = firstEndingAfter(blockers, run.offset); i < blockers.length && blockers[i]!.offset < run.end; i += 1) {
    if (blockers[i]!.offset > offset) pieces.push({ ...run, offset, end: blockers[i]!.offset });
    offset = blockers[i]!.end;
  }
  if (offset < run.end) pieces.push({ ...run, offset });
  return pieces;
}

function cutAtBorders(run: Run, blocks: Run[]): Run[] {
  const borders: number[] = [];
  for (let i = firstEndingAfter(blocks, run.offset); i < blocks.length && blocks[i]!.offset < run.end; i += 1) {
    borders.push(blocks[i]!.offset, blocks[i]!.end);
  }
  return cutAt(run, borders);
}

/** Cut a run only where it crosses another; one that lies inside it, or around it, stays so. */
function uncross(run: Run, others: Run[]): Run[] {
  const atStart = others[firstEndingAfter(others, run.offset)];
  const atEnd = others[firstEndingAfter(others, run.end)];
  const cuts: number[] = [];
  if (atStart && atStart.offset < run.offset && atStart.end < run.end) cuts.push(atStart.end);
  if (atEnd && atEnd.offset < run.end && atEnd.offset > run.offset) cuts.push(atEnd.offset);
  return cutAt(run, cuts);
}

function cutAt(run: Run, cuts: number[]): Run[] {
  if (cuts.length === 0) return [run];
  const inside = cuts.filter((cut) => cut > run.offset && cut < run.end);
  const starts = [run.offset, ...inside];
  return starts
    .map((offset, index) => ({ ...run, offset, end: inside[index] ?? run.end }))
    .filter((r) => r.offset < r.end);
}

/** Telegram moves entities off the white space at their ends. */
function shrink(text: string, run: Run, isBlock: boolean): Run {
  const isEdge = isBlock ? (char: string) => char === '\n' : (char: string) => char.trim() === '';
  let { offset, end } = run;
  while (offset < end && isEdge(text[offset]!)) offset += 1;
  while (end > offset && isEdge(text[end - 1]!)) end -= 1;
  return { ...run, offset, end: isBlock && text.slice(offset, end).trim() === '' ? offset : end };
}
