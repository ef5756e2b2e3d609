// What the server does to text and entities without a word: cleans, trims, un-nests, merges, caps.
import { findEntities } from './find_entities.ts';
import type { MessageEntity, RichText } from './types.ts';

const STYLES = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler'];
const QUOTES = ['blockquote', 'expandable_blockquote'];
/** Telegram's closed servers keep 100 entities that are no mere style and forget the rest (telegram-bot-api#820). */
const MAX_ENTITIES = 100;

type Span = { offset: number; length: number };

const endOf = (span: Span) => span.offset + span.length;
const overlaps = (a: Span, b: Span) => a.offset < endOf(b) && b.offset < endOf(a);
const crosses = (a: Span, b: Span) =>
  overlaps(a, b) && !(a.offset <= b.offset && endOf(b) <= endOf(a)) && !(b.offset <= a.offset && endOf(a) <= endOf(b));
const isMono = (entity: MessageEntity) => entity.type === 'pre' || entity.type === 'code';

/** @returns text and entities as the message will show them; the text may be empty */
export function fixText(rich: RichText): RichText {
  const { text, entities } = trim(clean(rich));
  const seen = entities.filter((entity) => text.slice(entity.offset, endOf(entity)).trim() !== '' || isMono(entity));
  const solid = keepSolid(seen.filter((entity) => !STYLES.includes(entity.type))).slice(0, MAX_ENTITIES);
  const styles = STYLES.flatMap((type) => styleRuns(type, seen, solid, text.length));
  const found = findEntities(text).filter(
    (entity) => !solid.some((other) => !isQuote(other) && overlaps(other, entity)),
  );
  return { text, entities: nest([...solid, ...found], styles) };
}

function isQuote(entity: MessageEntity): boolean {
  return QUOTES.includes(entity.type);
}

/** Carriage returns go, other control characters become spaces, directional overrides and separators go. */
function clean({ text, entities }: RichText): RichText {
  const places: number[] = [];
  let cleaned = '';
  for (const char of text.split('')) {
    places.push(cleaned.length);
    if (/[\r\u2028-\u202e]/.test(char)) continue;
    cleaned += char < ' ' && char !== '\n' ? ' ' : char;
  }
  places.push(cleaned.length);
  return { text: cleaned, entities: move(entities, (at) => places[Math.min(at, text.length)] ?? 0) };
}

/** Space before the first entity and after everything goes. */
function trim({ text, entities }: RichText): RichText {
  const ended = text.trimEnd();
  const firstEntity = Math.min(ended.length, ...entities.map((entity) => entity.offset));
  const start = Math.min(ended.length - ended.trimStart().length, firstEntity);
  const trimmed = ended.slice(start);
  return { text: trimmed, entities: move(entities, (at) => Math.min(Math.max(at - start, 0), trimmed.length)) };
}

function move(entities: MessageEntity[], place: (at: number) => number): MessageEntity[] {
  return entities.flatMap((entity) => {
    const offset = place(entity.offset);
    const length = place(endOf(entity)) - offset;
    return length > 0 ? [{ ...entity, offset, length }] : [];
  });
}

/** Links, code and quotes: none crosses another, no quote in a quote, nothing in code, no link in a link. */
function keepSolid(entities: MessageEntity[]): MessageEntity[] {
  const kept: MessageEntity[] = [];
  for (const entity of entities.toSorted(byPlace)) {
    const clash = kept.some(
      (other) =>
        overlaps(other, entity) && (crosses(other, entity) || isQuote(other) === isQuote(entity) || isQuote(entity)),
    );
    if (clash) continue;
    const { language, ...plain } = entity;
    kept.push(entity.type === 'pre' && language !== undefined ? entity : plain);
  }
  return kept;
}

/** Where a style is on, as runs: nested and touching ones joined, none inside code, cut where a link or quote cuts it. */
function styleRuns(
  type: string,
  entities: MessageEntity[],
  solid: MessageEntity[],
  textLength: number,
): MessageEntity[] {
  const wanted = entities.filter((entity) => entity.type === type);
  if (wanted.length === 0) return [];
  const on = new Uint8Array(textLength);
  for (const entity of wanted) on.fill(1, entity.offset, endOf(entity));
  for (const entity of solid.filter(isMono)) on.fill(0, entity.offset, endOf(entity));
  const runs: MessageEntity[] = [];
  for (let start = on.indexOf(1); start !== -1; ) {
    const stop = on.indexOf(0, start);
    const end = stop === -1 ? textLength : stop;
    runs.push({ type, offset: start, length: end - start });
    start = on.indexOf(1, end);
  }
  return runs.flatMap((run) => {
    const cutting = solid.filter((other) => crosses(other, run));
    return cutAt(
      run,
      cutting.flatMap((other) => [other.offset, endOf(other)]),
    );
  });
}

function cutAt(run: MessageEntity, points: number[]): MessageEntity[] {
  const inside = points.filter((point) => point > run.offset && point < endOf(run));
  const edges = [...new Set([run.offset, ...inside, endOf(run)])].toSorted((a, b) => a - b);
  return edges.slice(1).map((edge, index) => {
    const offset = edges[index] ?? run.offset;
    return { ...run, offset, length: edge - offset };
  });
}

/** Two styles that cross are cut so that each lies in the other; the result is in the order clients expect. */
function nest(solid: MessageEntity[], styles: MessageEntity[]): MessageEntity[] {
  const ends = styles.map(endOf);
  const pieces = styles.flatMap((style) => {
    const crossing = styles.filter((other) => other.offset < style.offset && crosses(other, style));
    return crossing.length === 0
      ? [style]
      : cutAt(
          style,
          ends.filter((end) => crossing.some((other) => endOf(other) === end)),
        );
  });
  return [...solid, ...pieces].toSorted(byPlace);
}

const ORDER = [...QUOTES, ...STYLES];

function byPlace(a: MessageEntity, b: MessageEntity): number {
  return a.offset - b.offset || b.length - a.length || rank(a) - rank(b);
}

function rank(entity: MessageEntity): number {
  const place = ORDER.indexOf(entity.type);
  return place === -1 ? ORDER.length : place;
}
