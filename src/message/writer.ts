// Builds RichText piece by piece, with white space as a browser collapses it.
import { balanceIsolates, cleanText, joinUnspaced, startsRightToLeft } from './characters.ts';
import type { Entity, EntityType, RichText } from './part.ts';
import { normalise } from './rich_text.ts';

const GAP = /[ \n]+/g;
const WIDE_GAP = /\n| {2}/;
/** Twenty messages of a hundred entities show less; a page of a hundred thousand links is an attack. */
const MOST_ENTITIES = 5000;
const RULE = '———';
const RIGHT_TO_LEFT_MARK = '\u200F';

/** An entity whose text is being written; its offset is known from the first character on. */
export type OpenEntity = { type: EntityType; offset: number | null; url?: string; language?: string };

export class Writer {
  /** inside a list, blocks follow each other without blank lines */
  listDepth = 0;
  /** lines run from right to left, whatever script they begin with */
  isRightToLeft = false;
  #chunks: string[] = [];
  #length = 0;
  #last = '\n';
  #entities: Entity[] = [];
  #opening: OpenEntity[] = [];
  // what is owed before the next content, and forgotten if none comes
  #breaks = 0;
  #space: '' | ' ' | '\n' = '';
  #marker = '';
  /** how many of the opening entities hold the marker: a quote does, the bold behind it does not */
  #aroundMarker = 0;
  #hasRule = false;

  /** Text of the source: a run of white space is one space, and none at the start or end of a line. */
  text(source: string): void {
    const text = cleanText(source);
    let start = 0;
    while (start < text.length && isSpace(text, start)) start += 1;
    this.#owe(text.slice(0, start));
    if (start === text.length) return;
    let end = text.length;
    while (isSpace(text, end - 1)) end -= 1;
    const words = text.slice(start, end);
    this.#put(WIDE_GAP.test(words) ? collapse(words) : words);
    this.#owe(text.slice(end));
  }

  /** Text that keeps its white space. */
  verbatim(source: string): void {
    const cleaned = cleanText(source);
    if (cleaned !== '') this.#push(cleaned);
  }

  /** Rich text made elsewhere, whole. */
  append(rich: RichText): void {
    if (rich.text === '') return;
    this.#flush(rich.text);
    for (const entity of rich.entities) this.#entities.push({ ...entity, offset: entity.offset + this.#length });
    this.#emit(rich.text);
  }

  lineBreak(): void {
    this.#space = '';
    if (this.#marker === '') this.#breaks = Math.min(this.#breaks + 1, 2);
  }

  /** What follows starts after `breaks` line feeds: 1 for a new line, 2 for a blank line between. */
  block(breaks: 1 | 2): void {
    this.#space = '';
    if (this.#marker === '') this.#breaks = Math.max(this.#breaks, this.listDepth > 0 ? 1 : breaks);
  }

  /** A list marker that stands before the next content, outside of entities opened from now on. */
  mark(marker: string): void {
    this.#marker = marker;
    this.#aroundMarker = this.#opening.length;
  }

  /** A line between what is before and what follows; none at either end. */
  rule(): void {
    this.#hasRule = true;
  }

  open(type: EntityType, extra: { url?: string; language?: string } = {}): OpenEntity {
    const entity: OpenEntity = { type, offset: null, ...extra };
    this.#opening.push(entity);
    return entity;
  }

  /** Whether more entities would never be shown. */
  get isFull(): boolean {
    return this.#entities.length >= MOST_ENTITIES;
  }

  /** End the entity opened last; one without text under it is none. */
  close({ type, offset, url, language }: OpenEntity): void {
    if (offset === null) {
      this.#opening.pop();
      this.#aroundMarker = Math.min(this.#aroundMarker, this.#opening.length);
      return;
    }
    if (this.isFull) return;
    const entity: Entity = { type, offset, length: this.#length - offset };
    if (url !== undefined) entity.url = url;
    if (language !== undefined) entity.language = language;
    this.#entities.push(entity);
  }

  /** UTF-16 units written so far. */
  get length(): number {
    return this.#length;
  }

  /** The last character written; a line feed when nothing was. */
  get last(): string {
    return this.#breaks > 0 || this.#space !== '' ? ' ' : this.#last;
  }

  finish(): RichText {
    return normalise({ text: balanceIsolates(this.#chunks.join('')), entities: this.#entities });
  }

  /** White space is written when something follows it on its line. */
  #owe(space: string): void {
    if (space !== '') this.#space = space.includes('\n') ? '\n' : ' ';
  }

  #put(words: string): void {
    const startsLine = this.#breaks > 0 || this.#last === '\n' || this.#marker !== '' || this.#hasRule;
    const visible = startsLine && words.startsWith('\u00A0') ? words.replace(/^\u00A0+/, '') : words;
    if (visible !== '') this.#push(visible);
  }

  #push(text: string): void {
    this.#flush(text);
    this.#emit(text);
  }

  #flush(next: string): void {
    const isFirst = this.#length === 0;
    if (this.#hasRule && !isFirst) this.#emit(`\n\n${RULE}\n\n`);
    else if (this.#breaks > 0 && !isFirst) this.#emit('\n'.repeat(this.#breaks));
    else if (this.#space !== '' && this.#last !== '\n' && !this.#joinsUnspaced(next)) this.#emit(' ');
    const isNewLine = this.#last === '\n';
    const around = this.#marker === '' ? this.#opening.length : this.#aroundMarker;
    for (let index = 0; index < around; index += 1) this.#opening[index]!.offset = this.#length;
    // Clients take a line's direction from its first letter (UAX #9, P2).
    if (this.isRightToLeft && isNewLine && !startsRightToLeft(next)) this.#emit(RIGHT_TO_LEFT_MARK);
    if (this.#marker !== '') this.#emit(this.#marker);
    for (let index = around; index < this.#opening.length; index += 1) this.#opening[index]!.offset = this.#length;
    this.#breaks = 0;
    this.#space = '';
    this.#marker = '';
    this.#hasRule = false;
    if (this.#opening.length > 0) this.#opening = [];
  }

  #joinsUnspaced(next: string): boolean {
    return this.#space === '\n' && areUnspaced(this.#last, String.fromCodePoint(next.codePointAt(0)!));
  }

  #emit(text: string): void {
    this.#chunks.push(text);
    this.#length += text.length;
    this.#last = lastCharacter(text);
  }
}

function isSpace(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === 0x20 || unit === 0x0a;
}

function collapse(words: string): string {
  const narrow = words.replace(GAP, (gap) => (gap.includes('\n') ? '\n' : ' '));
  return narrow.includes('\n') ? joinUnspaced(narrow).replaceAll('\n', ' ') : narrow;
}

function areUnspaced(before: string, after: string): boolean {
  return joinUnspaced(`${before}\n${after}`) === before + after;
}

function lastCharacter(text: string): string {
  return text.codePointAt(text.length - 2)! > 0xffff ? text.slice(-2) : text.slice(-1);
}
