// /feed_keyboard URL: the card of one subscription.
import { aboutUrl } from '../about.ts';
import { cardMenu } from '../menus/card.ts';
import { listMenu } from '../menus/list.ts';
import type { CommandDefinition } from './command.ts';

export const feedKeyboard: CommandDefinition = {
  names: ['feed_keyboard', 'feed'],
  usage: 'URL',
  run: async (context) => {
    if (context.argument === '') return context.show(await listMenu(context, context.target));
    return context.show(cardMenu(context, await aboutUrl(context, context.argument)));
  },
};
