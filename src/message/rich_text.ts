// Text with entities as a value: build it, join it, cut it, and bring it into the one form that Telegram keeps as it is.
import { nestEntities } from './nesting.ts';
import type { Entity, EntityType, RichText } from './part.ts';

const BLOCKS = new Set<EntityType>(['pre', 'blockquote', 'expandable_blockquote']);
export const EMPTY: RichText = { text: '', entities: [] };

export function plain(text: string): RichText {
  return { text, entities: [] };
}

/** The whole of `rich` under one more entity; the other entities stay inside. */
export function wrap(rich: RichText, type: EntityType, extra: { url?: string; language?: string } = {}): RichText {
  if (rich.text === '') return rich;
  return { text: rich.text, entities: [{ type, offset: 0, length: rich.text.length, ...extra }, ...rich.entities] };
}

/** `rich` linked to `url`; without one, as it is. */
export function linkTo(rich: RichText, url: string | null): RichText {
  return url === null ? rich : wrap(rich, 'text_link', { url });
}

export function concat(...pieces: RichText[]): RichText {
  const entities: Entity[] = [];
  let offset = 0;
  for (const piece of pieces) {
    for (const entity of piece.entities) entities.push({ ...entity, offset: entity.offset + offset });
    offset += piece.text.length;
  }
  return { text: pieces.map(({ text }) => text).join(''), entities };
}

/** The pieces that have text, with `separator` between them. */
export function join(pieces: RichText[], separator: string): RichText {
  const filled = pieces.filter(({ text }) => text !== '');
  return concat(...filled.flatMap((piece, index) => (index === 0 ? [piece] : [plain(separator), piece])));
}

/** `mark` behind what was cut, inside of the quote or the code that the cut went through. */
export function withCutMark({ text, entities }: RichText, mark: string): RichText {
  const isCut = ({ type, offset, length }: Entity) => BLOCKS.has(type) && offset + length === text.length;
  const longer = entities.map((entity) =>
    isCut(entity) ? { ...entity, length: entity.length + mark.length } : entity,
  );
  return { text: text + mark, entities: longer };
}

/** Like String.slice: from `start` to before `end`, in UTF-16 units, entities clipped. Both must lie between code points. */
export function slice(rich: RichText, start: number, end: number = rich.text.length): RichText {
  const text = rich.text.slice(start, end);
  return { text, entities: clip(rich.entities, start, start + text.length) };
}

function clip(entities: Entity[], start: number, end: number): Entity[] {
  const clipped: Entity[] = [];
  for (const entity of entities) {
    const from = Math.max(entity.offset, start);
    const to = Math.min(entity.offset + entity.length, end);
    if (from < to) clipped.push({ ...entity, offset: from - start, length: to - from });
  }
  return clipped;
}

/**
 * The form that Telegram keeps: trimmed; entities sorted, in range, none empty or on white space alone, one inside the
 * other or apart; `pre` and `code` hold nothing, quotes and links are not nested, neighbours of one kind are one.
 */
export function normalise({ text, entities }: RichText): RichText {
  const nested = { text, entities: nestEntities(text, entities) };
  const start = startOfContent(nested);
  return slice(nested, start, Math.max(start, text.trimEnd().length));
}

/** Telegram trims a text up to its first entity: code there keeps the indentation of its first line. */
function startOfContent({ text, entities }: RichText): number {
  const first = text.length - text.trimStart().length;
  const block = entities.find(
    ({ type, offset, length }) => type === 'pre' && offset < first && offset + length > first,
  );
  return block === undefined ? first : Math.max(block.offset, text.lastIndexOf('\n', first - 1) + 1);
}
