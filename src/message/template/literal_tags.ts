// Telegram's own HTML tags, as people type them into a template around its fields, become entities. Any other markup is text.
import { decodeHTMLStrict, escapeUTF8 } from 'entities';
import { cleanLink } from '../links.ts';
import type { Entity, EntityType, RichText } from '../part.ts';
import { readableText } from './read_expression.ts';

/** Stands for a rendered value in the text of a template. A noncharacter: cleaning takes it out of everything that comes from outside. */
export const VALUE_MARK = '\uFFFE';

const TYPES: Record<string, EntityType> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  a: 'text_link',
};
const ATTRIBUTES = {
  href: /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/i,
  class: /\sclass\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/i,
};
const TAG = new RegExp(`<(/?)(${Object.keys(TYPES).join('|')})((?:\\s[^<>]*)?)>`, 'gi');

type Open = { tag: string; offset: number; entity: Omit<Entity, 'offset' | 'length'> | null };
type Output = { pieces: string[]; length: number; entities: Entity[]; open: Open[] };

/**
 * Put values into the text of a template and read its tags. A tag that is not closed ends with the message; an end without a
 * beginning says nothing.
 * @param text literal text with a `VALUE_MARK` for each value, in order
 */
export function applyTags(text: string, values: readonly RichText[]): RichText {
  const remaining = values.values();
  const nextValue = () => remaining.next().value!;
  const output: Output = { pieces: [], length: 0, entities: [], open: [] };
  let at = 0;
  for (const match of text.matchAll(TAG)) {
    writeText(output, text.slice(at, match.index), nextValue);
    const tag = match[2]!.toLowerCase();
    const attributes = match[3]!.replaceAll(VALUE_MARK, () => escapeUTF8(nextValue().text));
    if (match[1] === '/') closeTag(output, tag);
    else openTag(output, tag, attributes);
    at = match.index + match[0].length;
  }
  writeText(output, text.slice(at), nextValue);
  while (output.open.length > 0) endInnermost(output);
  return { text: output.pieces.join(''), entities: output.entities };
}

function writeText(output: Output, text: string, nextValue: () => RichText): void {
  for (const [index, literal] of text.split(VALUE_MARK).entries()) {
    if (index > 0) write(output, nextValue());
    write(output, { text: readableText(literal), entities: [] });
  }
}

function write(output: Output, { text, entities }: RichText): void {
  for (const entity of entities) output.entities.push({ ...entity, offset: entity.offset + output.length });
  output.pieces.push(text);
  output.length += text.length;
}

function openTag(output: Output, tag: string, attributes: string): void {
  const around = output.open.at(-1);
  const language = /^language-(\S+)/.exec(readAttribute(attributes, 'class') ?? '')?.[1];
  const isCodeOfPre = tag === 'code' && around?.tag === 'pre' && around.offset === output.length;
  if (isCodeOfPre && around.entity && language) around.entity.language = language;
  output.open.push({ tag, offset: output.length, entity: isCodeOfPre ? null : entityOf(tag, attributes) });
}

function entityOf(tag: string, attributes: string): Open['entity'] {
  if (tag === 'a') {
    const url = cleanLink(readAttribute(attributes, 'href') ?? '', null);
    return url === null ? null : { type: 'text_link', url };
  }
  if (tag === 'span' && readAttribute(attributes, 'class') !== 'tg-spoiler') return null;
  if (tag === 'blockquote' && /\sexpandable\b/i.test(attributes)) return { type: 'expandable_blockquote' };
  return { type: TYPES[tag]! };
}

/** A misnested end closes what was opened inside it too. */
function closeTag(output: Output, tag: string): void {
  const index = output.open.findLastIndex((open) => open.tag === tag);
  while (index !== -1 && output.open.length > index) endInnermost(output);
}

function endInnermost(output: Output): void {
  const { offset, entity } = output.open.pop()!;
  if (entity && output.length > offset) output.entities.push({ ...entity, offset, length: output.length - offset });
}

function readAttribute(attributes: string, name: 'href' | 'class'): string | null {
  const value = ATTRIBUTES[name].exec(attributes);
  return value ? decodeHTMLStrict(value[1] ?? value[2] ?? value[3] ?? '') : null;
}
