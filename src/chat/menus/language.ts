// The languages there are, each under its own name.
import type { Chat } from '../../store/chats.ts';
import type { Menu } from '../answer.ts';
import type { Context } from '../context.ts';
import { LANGUAGES, languageName } from '../text/texts.ts';
import { button, dataOf, inRows } from './buttons.ts';
import { closeRow } from './list.ts';

export function languageMenu(context: Context, { chatId, language }: Chat): Menu {
  const choices = LANGUAGES.map((code) => ({
    text: `${code === language ? '✓ ' : ''}${languageName(code)}`,
    data: dataOf('language', `c${chatId}`, code),
  }));
  const back = button(context, 'button-back', 'settings', `c${chatId}`);
  return { text: context.text('choose-language'), buttons: [...inRows(choices, 2), [back, ...closeRow(context)]] };
}
