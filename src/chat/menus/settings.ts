// The settings of a whole chat.
import { join, plain, wrap } from '../../message/rich_text.ts';
import { type About, chatName, refOf } from '../about.ts';
import type { Menu } from '../answer.ts';
import type { Context } from '../context.ts';
import { oneLine } from '../one_line.ts';
import { languageName } from '../text/texts.ts';
import { button, inRows } from './buttons.ts';
import { closeRow } from './list.ts';
import { MAIN_OPTIONS, optionButtons } from './options.ts';

export function settingsMenu(context: Context, about: About & { card: null }): Menu {
  const { target } = about;
  const ref = refOf(about);
  return {
    text: join(
      [
        context.text('settings-heading', { chat: chatName(context, target) }),
        context.text('settings-language', { language: languageName(target.language) }),
        context.text('settings-time-zone', { timeZone: target.timeZone }),
        target.filter
          ? context.text('card-filter', { filter: wrap(plain(oneLine(target.filter, '…', 300)), 'code') })
          : context.text('settings-no-filter'),
        context.text(target.template ? 'card-template' : 'settings-no-template'),
      ],
      '\n',
    ),
    buttons: [
      ...inRows(optionButtons(context, about, MAIN_OPTIONS), 2),
      [button(context, 'button-more', 'more', ref)],
      [button(context, 'button-filter', 'filter', ref), button(context, 'button-template', 'template', ref)],
      [button(context, 'button-language', 'languages', ref), button(context, 'button-time-zone', 'timezone', ref)],
      [button(context, 'button-back', 'list', ref, 0, 'card'), ...closeRow(context)],
    ],
  };
}
