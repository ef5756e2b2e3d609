// The keyboard of /commands: what is wanted most, a tap away.
import type { Menu } from '../answer.ts';
import type { Context } from '../context.ts';
import { button } from './buttons.ts';
import { closeRow } from './list.ts';

export function mainMenu(context: Context): Menu {
  const ref = `c${context.target.chatId}`;
  return {
    text: context.text('choose-command'),
    buttons: [
      [
        button(context, 'button-list', 'list', ref, 0, 'card'),
        button(context, 'button-subscribe', 'asksubscribe', ref),
      ],
      [button(context, 'button-settings', 'settings', ref), button(context, 'button-help', 'help')],
      closeRow(context),
    ],
  };
}
