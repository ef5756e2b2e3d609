// /subscribe URL ...
import { refOf } from '../about.ts';
import { ask } from '../conversation.ts';
import { subscribeToAll } from '../subscribing.ts';
import { wordsLikeUrls } from '../typed_url.ts';
import type { CommandDefinition } from './command.ts';

export const subscribe: CommandDefinition = {
  names: ['subscribe', 'sub'],
  usage: 'URL …',
  menu: ['private', 'admins'],
  changes: true,
  costly: true,
  run: async (context) => {
    const { argument, target } = context;
    const args = { about: refOf({ target, card: null }) };
    if (argument === '') return ask(context, 'subscribe', { args, key: 'ask-url' });
    return subscribeToAll(context, wordsLikeUrls(argument));
  },
};
