// /feed_keyboard URL: the card of one subscription.
import { cardMenu } from '../menus/card.ts';
import type { CommandDefinition } from './command.ts';
import { onUrl } from './on_url.ts';

export const feedKeyboard: CommandDefinition = {
  names: ['feed_keyboard', 'feed'],
  usage: 'URL',
  run: onUrl('card', (context, about) => context.show(cardMenu(context, about))),
};
