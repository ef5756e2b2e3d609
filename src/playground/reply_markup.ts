// Keyboards under a message: their JSON, and what Telegram's closed servers refuse in a button.
import { faultOfUrl } from './links.ts';
import { isRecord, type Params, readJson } from './params.ts';
import { badRequest } from './refusal.ts';
import type { InlineButton, ReplyMarkup } from './types.ts';

const ACTIONS = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
];
const MAX_CALLBACK_BYTES = 64;

/** @returns undefined where none was given @throws Refusal 400 */
export function readReplyMarkup(params: Params): ReplyMarkup | undefined {
  const value = readJson(params, 'reply_markup', 'reply keyboard markup');
  if (value === undefined) return undefined;
  if (!isRecord(value)) throw badRequest('object expected as reply markup');
  if (value.inline_keyboard === undefined) return value;
  if (!Array.isArray(value.inline_keyboard)) {
    throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
  }
  const rows = value.inline_keyboard.map((row: unknown) => {
    if (!Array.isArray(row)) {
      throw badRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays');
    }
    return row.map(readButton);
  });
  return { inline_keyboard: rows.filter((row) => row.length > 0) };
}

function readButton(value: unknown): InlineButton {
  if (!isRecord(value)) throw badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object");
  const { text } = value;
  if (typeof text !== 'string') throw badRequest('can\'t parse inline keyboard button: Can\'t find field "text"');
  if (!ACTIONS.some((action) => value[action] !== undefined)) {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (typeof value.url === 'string') {
    const fault = faultOfUrl(value.url);
    if (fault !== null) throw badRequest(`inline keyboard button URL '${value.url}' is invalid: ${fault}`);
  }
  return { ...value, text };
}

/** Checked last, as the closed servers do. @throws Refusal 400 */
export function checkButtons(markup: ReplyMarkup | undefined): void {
  for (const button of markup?.inline_keyboard?.flat() ?? []) {
    if (button.text.trim() === '') throw badRequest('BUTTON_TEXT_INVALID');
    if (button.callback_data === undefined) continue;
    const bytes = Buffer.byteLength(button.callback_data);
    if (bytes < 1 || bytes > MAX_CALLBACK_BYTES) throw badRequest('BUTTON_DATA_INVALID');
  }
}
