// Text or caption of a call: raw length, parse_mode or entities, then what the server makes of them.
import { fixText } from './fix_entities.ts';
import { checkLink } from './links.ts';
import { isRecord, type Params, readJson, readText } from './params.ts';
import { parseHtml } from './parse_html.ts';
import { badRequest } from './refusal.ts';
import type { MessageEntity, RichText } from './types.ts';

const MAX_RAW_BYTES = 32_768;
const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
const TYPES = new Set([
  ...['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'code', 'pre', 'text_link'],
  ...['blockquote', 'expandable_blockquote', 'custom_emoji', 'text_mention'],
]);

/** The `text` of a message. @throws Refusal 400 when missing, too long raw, unparsable or blank */
export function readMessageText(params: Params): RichText {
  const raw = readText(params, 'text');
  if (raw === '') throw badRequest('message text is empty');
  const rich = readRich(raw, params, 'entities');
  if (rich.text === '') throw badRequest('text must be non-empty');
  return rich;
}

/** A caption may be missing or blank. The length is counted later, after the chat was looked at. */
export function readCaption(params: Params): RichText {
  return readRich(readText(params, 'caption'), params, 'caption_entities');
}

/** Telegram counts code points, not UTF-16 units. @throws Refusal 400 */
export function checkCaption(caption: RichText): void {
  if ([...caption.text].length > MAX_CAPTION) throw badRequest('message caption is too long');
}

/** The same for a text. @throws Refusal 400 */
export function checkLength({ text }: RichText): void {
  if ([...text].length > MAX_TEXT) throw badRequest('message is too long');
}

function readRich(raw: string, params: Params, entitiesName: string): RichText {
  if (Buffer.byteLength(raw) > MAX_RAW_BYTES) throw badRequest('text is too long');
  const mode = readText(params, 'parse_mode').toLowerCase();
  if (mode === 'html') return fixText(parseHtml(raw));
  // Markdown exists on the real server; nothing here speaks it, so a call that asks for it is a mistake of ours.
  if (mode !== '') throw badRequest('unsupported parse_mode');
  return fixText({ text: raw, entities: readEntities(raw, readJson(params, entitiesName, 'entities')) });
}

function readEntities(text: string, value: unknown): MessageEntity[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw badRequest("can't parse entities: Expected an Array of MessageEntity");
  return value.flatMap((entity: unknown) => readEntity(text, entity));
}

/** An unknown type is skipped; wrong bounds are refused. */
function readEntity(text: string, value: unknown): MessageEntity[] {
  if (!isRecord(value)) throw badRequest("can't parse MessageEntity: Expected an Object");
  const { type, offset, length } = value;
  if (typeof type !== 'string') throw badRequest('can\'t parse MessageEntity: Can\'t find field "type"');
  if (!Number.isInteger(offset)) throw badRequest('can\'t parse MessageEntity: Can\'t find field "offset"');
  if (!Number.isInteger(length)) throw badRequest('can\'t parse MessageEntity: Can\'t find field "length"');
  const span = { type, offset: Number(offset), length: Number(length) };
  if (!TYPES.has(type)) return [];
  checkBounds(text, span);
  if (type === 'text_link') {
    const url = typeof value.url === 'string' ? checkLink(value.url) : null;
    return url === null ? [] : [{ ...span, url }];
  }
  if (type === 'custom_emoji') return [{ ...span, custom_emoji_id: String(value.custom_emoji_id ?? '') }];
  const language = typeof value.language === 'string' ? { language: value.language } : {};
  return type === 'text_mention' ? [] : [{ ...span, ...language }];
}

function checkBounds(text: string, { offset, length }: { offset: number; length: number }): void {
  if (offset < 0 || length < 0) throw badRequest('entity has negative offset or length');
  const end = offset + length;
  if (end > text.length) {
    throw badRequest(
      `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${text.length}`,
    );
  }
  if (splitsCharacter(text, offset))
    throw badRequest(`entity begins in a middle of a UTF-16 symbol at offset ${offset}`);
  if (splitsCharacter(text, end)) throw badRequest(`entity ends in a middle of a UTF-16 symbol at offset ${end}`);
}

function splitsCharacter(text: string, at: number): boolean {
  const low = text.charCodeAt(at);
  const high = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low <= 0xdfff && high >= 0xd800 && high <= 0xdbff;
}
