// The options for which a card has no room: the lines around a text, and digests.
import { join } from '../../message/rich_text.ts';
import { type About, nameOf, refOf } from '../about.ts';
import type { Menu } from '../answer.ts';
import type { Context } from '../context.ts';
import { button, inRows } from './buttons.ts';
import { closeRow } from './list.ts';
import { effectiveOptions, MORE_OPTIONS, optionButtons } from './options.ts';

export function moreMenu(context: Context, about: About): Menu {
  const isTemplated = effectiveOptions(about).mode === 'template';
  return {
    text: join(
      [
        context.text('more-heading', { title: nameOf(context, about) }),
        ...(isTemplated ? [context.text('more-template')] : []),
        context.text('more-digest'),
      ],
      '\n\n',
    ),
    buttons: [
      ...inRows(optionButtons(context, about, MORE_OPTIONS), 2),
      [button(context, 'button-back', about.card ? 'card' : 'settings', refOf(about)), ...closeRow(context)],
    ],
  };
}
