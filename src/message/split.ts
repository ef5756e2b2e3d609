// Rich text into pieces that Telegram takes, each within its limits, entities carried over the cuts.
import { findBreak } from './breaks.ts';
import { indexAfter } from './characters.ts';
import type { Entity, RichText } from './part.ts';
import { normalise } from './rich_text.ts';

/** Code points after parsing (Bot API: sendMessage, captions). 4096 of them are at most 16 KiB, so the 32 KiB rule holds. */
export const MESSAGE_LIMIT = 4096;
export const CAPTION_LIMIT = 1024;
/** Telegram drops those behind the hundredth without a word. */
export const ENTITY_LIMIT = 99;

export type SplitLimits = {
  /** code points of the first piece */
  first: number;
  /** code points of each later piece */
  rest: number;
  /** entities of a piece */
  entities?: number;
};

/**
 * Split at a blank line, a line, a sentence, a word or a grapheme, whichever fills a piece well.
 * The pieces joined are the text, but for white space at the cuts. No text gives no piece.
 */
export function splitRich(rich: RichText, limits: SplitLimits): RichText[] {
  const whole = normalise(rich);
  const carry = new Carry(whole.entities);
  const pieces: RichText[] = [];
  let start = 0;
  while (start < whole.text.length) {
    const limit = limitAfter(whole, start, pieces.length === 0 ? limits.first : limits.rest, carry, limits.entities);
    const end = limit >= whole.text.length ? limit : findBreak(whole.text, start, limit);
    const piece = normalise({ text: whole.text.slice(start, end), entities: carry.clip(start, end) });
    if (piece.text !== '') pieces.push(piece);
    start = skipSpace(whole.text, end);
  }
  return pieces;
}

function limitAfter(whole: RichText, start: number, codePoints: number, carry: Carry, entities = ENTITY_LIMIT): number {
  const byText = indexAfter(whole.text, start, codePoints);
  const byEntities = carry.offsetOf(start, entities);
  return byEntities > start ? Math.min(byText, byEntities) : byText;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at]!.trim() === '') at += 1;
  return at;
}

/** A walk over sorted entities that looks at each once for every piece it lies in, and at no other. */
class Carry {
  #entities: Entity[];
  #next = 0;
  #open: Entity[] = [];

  constructor(entities: Entity[]) {
    this.#entities = entities;
  }

  /** Where the entity begins that would be one too many in a piece from `start`; Infinity if there is none. */
  offsetOf(start: number, count: number): number {
    const open = this.#open.filter(({ offset, length }) => offset + length > start).length;
    return this.#entities[this.#next + count - open]?.offset ?? Number.POSITIVE_INFINITY;
  }

  /** Entities between `start` and `end`, relative to `start`. Calls must go forward through the text. */
  clip(start: number, end: number): Entity[] {
    for (; this.#next < this.#entities.length && this.#entities[this.#next]!.offset < end; this.#next += 1) {
      this.#open.push(this.#entities[this.#next]!);
    }
    this.#open = this.#open.filter(({ offset, length }) => offset + length > start);
    return this.#open.map((entity) => {
      const from = Math.max(entity.offset, start);
      return { ...entity, offset: from - start, length: Math.min(entity.offset + entity.length, end) - from };
    });
  }
}
