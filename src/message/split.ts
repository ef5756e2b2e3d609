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
    start = startAfter(whole.text, end, carry);
  }
  return pieces;
}

function limitAfter(whole: RichText, start: number, codePoints: number, carry: Carry, entities = ENTITY_LIMIT): number {
  const byText = indexAfter(whole.text, start, codePoints);
  const byEntities = carry.offsetOf(start, entities);
  return byEntities > start ? Math.min(byText, byEntities) : byText;
}

/** The next content behind a cut, or in code the line it stands in, with its indentation. */
function startAfter(text: string, cut: number, carry: Carry): number {
  let at = cut;
  while (at < text.length && text[at]!.trim() === '') at += 1;
  const line = text.lastIndexOf('\n', at - 1) + 1;
  return line > cut && carry.isCode(at) ? line : at;
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

  /** Whether `at`, which only white space parts from what was clipped last, lies in a block of code. */
  isCode(at: number): boolean {
    const isHere = ({ type, offset, length }: Entity) => type === 'pre' && offset <= at && offset + length > at;
    for (let next = this.#next; (this.#entities[next]?.offset ?? Number.POSITIVE_INFINITY) <= at; next += 1) {
      if (isHere(this.#entities[next]!)) return true;
    }
    return this.#open.some(isHere);
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
