// parse_mode=HTML, with the real server's grammar and its exact complaints; offsets in them are UTF-8 bytes of the raw text.
import { decodeReference } from './html_entities.ts';
import { checkLink } from './links.ts';
import { badRequest, type Refusal } from './refusal.ts';
import type { MessageEntity, RichText } from './types.ts';

const TYPES: Record<string, string> = {
  a: 'text_link',
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  u: 'underline',
  ins: 'underline',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  'tg-emoji': 'custom_emoji',
  'tg-time': 'date_time',
  pre: 'pre',
  code: 'code',
  blockquote: 'blockquote',
};

type OpenTag = { name: string; argument: string; offset: number };
type Cursor = { source: string; at: number };

const isSpace = (char: string | undefined) => char === undefined || /[ \t\r\n\v\0]/.test(char);

/**
 * Text and entities of Telegram's HTML, neither trimmed nor normalised yet.
 * @throws Refusal 400 `can't parse entities: ...`
 */
export function parseHtml(source: string): RichText {
  const cursor: Cursor = { source, at: 0 };
  const open: OpenTag[] = [];
  const entities: MessageEntity[] = [];
  let text = '';
  while (cursor.at < source.length) {
    const char = source.charAt(cursor.at);
    const reference = char === '&' ? decodeReference(source, cursor.at) : null;
    if (reference !== null) {
      text += reference.text;
      cursor.at += reference.length;
    } else if (char !== '<') {
      text += char;
      cursor.at += 1;
    } else if (source.charAt(cursor.at + 1) === '/') {
      closeTag(cursor, open, entities, text);
    } else {
      open.push({ ...readStartTag(cursor), offset: text.length });
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw complain(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  if (!text.isWellFormed()) {
    throw complain(
      'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    );
  }
  return { text, entities };
}

function complain(what: string): Refusal {
  return badRequest(`can't parse entities: ${what}`);
}

function byteOffset(cursor: Cursor, at: number): number {
  return Buffer.byteLength(cursor.source.slice(0, at));
}

function skipSpaces(cursor: Cursor): void {
  while (cursor.at < cursor.source.length && isSpace(cursor.source[cursor.at])) cursor.at += 1;
}

function readStartTag(cursor: Cursor): { name: string; argument: string } {
  const { source } = cursor;
  const begin = cursor.at;
  cursor.at += 1;
  while (!isSpace(source[cursor.at]) && source[cursor.at] !== '>') cursor.at += 1;
  if (cursor.at >= source.length) throw complain(`Unclosed start tag at byte offset ${byteOffset(cursor, begin)}`);
  const name = source.slice(begin + 1, cursor.at).toLowerCase();
  if (!Object.hasOwn(TYPES, name)) {
    throw complain(`Unsupported start tag "${name}" at byte offset ${byteOffset(cursor, begin)}`);
  }
  let argument = '';
  for (let value = readAttribute(cursor, name, begin); value !== null; value = readAttribute(cursor, name, begin)) {
    argument = argumentOf(name, value) ?? argument;
  }
  cursor.at += 1;
  if (name === 'span' && argument !== 'spoiler') {
    throw complain(`Tag "span" must have class "tg-spoiler" at byte offset ${byteOffset(cursor, begin)}`);
  }
  return { name, argument };
}

type Attribute = { name: string; value: string };

/** The next attribute, or null at the tag's `>`. */
function readAttribute(cursor: Cursor, tag: string, begin: number): Attribute | null {
  const { source } = cursor;
  skipSpaces(cursor);
  if (source[cursor.at] === '>') return null;
  const start = cursor.at;
  while (!isSpace(source[cursor.at]) && !'=>/"\''.includes(source.charAt(cursor.at))) cursor.at += 1;
  const name = source.slice(start, cursor.at).toLowerCase();
  if (name === '' && cursor.at < source.length) {
    throw complain(`Empty attribute name in the tag "${tag}" at byte offset ${byteOffset(cursor, begin)}`);
  }
  skipSpaces(cursor);
  let value = '';
  if (source[cursor.at] === '=') {
    cursor.at += 1;
    skipSpaces(cursor);
    value = /["']/.test(source.charAt(cursor.at)) ? readQuoted(cursor) : readNameToken(cursor);
  }
  if (cursor.at >= source.length) {
    throw complain(`Unclosed start tag "${tag}" at byte offset ${byteOffset(cursor, begin)}`);
  }
  return { name, value };
}

function readQuoted(cursor: Cursor): string {
  const { source } = cursor;
  const quote = source.charAt(cursor.at);
  let value = '';
  cursor.at += 1;
  while (cursor.at < source.length && source[cursor.at] !== quote) {
    const reference = source[cursor.at] === '&' ? decodeReference(source, cursor.at) : null;
    value += reference?.text ?? source.charAt(cursor.at);
    cursor.at += reference?.length ?? 1;
  }
  cursor.at = Math.min(cursor.at + 1, source.length);
  return value;
}

function readNameToken(cursor: Cursor): string {
  const { source } = cursor;
  const start = cursor.at;
  while (/[a-z0-9.-]/i.test(source.charAt(cursor.at))) cursor.at += 1;
  const next = source[cursor.at];
  if (next !== undefined && !isSpace(next) && next !== '>') {
    throw complain(`Unexpected end of name token at byte offset ${byteOffset(cursor, start)}`);
  }
  return source.slice(start, cursor.at).toLowerCase();
}

function argumentOf(tag: string, { name, value }: Attribute): string | undefined {
  if (tag === 'a' && name === 'href') return value;
  if (tag === 'code' && name === 'class' && value.startsWith('language-')) return value.slice('language-'.length);
  if (tag === 'span' && name === 'class' && value.startsWith('tg-')) return value.slice('tg-'.length);
  if (tag === 'tg-emoji' && name === 'emoji-id') return value;
  return tag === 'blockquote' && name === 'expandable' ? 'expandable' : undefined;
}

function closeTag(cursor: Cursor, open: OpenTag[], entities: MessageEntity[], text: string): void {
  const { source } = cursor;
  const begin = cursor.at;
  const tag = open.pop();
  if (tag === undefined) throw complain(`Unexpected end tag at byte offset ${byteOffset(cursor, begin)}`);
  cursor.at += 2;
  while (!isSpace(source[cursor.at]) && source[cursor.at] !== '>') cursor.at += 1;
  const name = source.slice(begin + 2, cursor.at).toLowerCase();
  skipSpaces(cursor);
  if (source[cursor.at] !== '>') throw complain(`Unclosed end tag at byte offset ${byteOffset(cursor, begin)}`);
  cursor.at += 1;
  if (name !== '' && name !== tag.name) {
    const where = byteOffset(cursor, begin);
    throw complain(`Unmatched end tag at byte offset ${where}, expected "</${tag.name}>", found "</${name}>"`);
  }
  const entity = entityOf(tag, text);
  if (entity !== null) joinCodeInPre(entities, entity);
}

function entityOf(tag: OpenTag, text: string): MessageEntity | null {
  const length = text.length - tag.offset;
  if (length === 0) return null;
  const entity = { type: TYPES[tag.name] ?? tag.name, offset: tag.offset, length };
  switch (tag.name) {
    case 'a': {
      // A link without href points at its own text; one that points nowhere is dropped without a word.
      const url = checkLink(tag.argument === '' ? text.slice(tag.offset) : tag.argument);
      return url === null ? null : { ...entity, url };
    }
    case 'blockquote':
      return { ...entity, type: tag.argument === '' ? 'blockquote' : 'expandable_blockquote' };
    case 'code':
      return tag.argument === '' ? entity : { ...entity, language: tag.argument };
    case 'tg-emoji':
      return { ...entity, custom_emoji_id: tag.argument };
    case 'tg-time':
      return null;
    default:
      return entity;
  }
}

/** `<pre><code class="language-x">` is one pre with a language; a language on other code means nothing. */
function joinCodeInPre(entities: MessageEntity[], entity: MessageEntity): void {
  const inner = entities.at(-1);
  const fills = inner !== undefined && inner.offset === entity.offset && inner.length === entity.length;
  if (entity.type === 'pre' && fills && inner.type === 'code') {
    entities.pop();
    entities.push(inner.language === undefined ? entity : { ...entity, language: inner.language });
  } else {
    entities.push(entity);
  }
}
