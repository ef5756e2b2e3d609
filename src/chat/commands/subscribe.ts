// /subscribe URL ...
import { refOf } from '../about.ts';
import { ask } from '../conversation.ts';
import { subscribeToAll } from '../subscribing.ts';
import type { CommandDefinition } from './command.ts';

export const subscribe: CommandDefinition = {
  names: ['subscribe', 'sub'],
  usage: 'URL …',
  menu: ['private', 'admins'],
  changes: true,
  costly: true,
  run: async (context) => {
    const typed = context.argument.split(/\s+/).filter(Boolean);
    const args = { about: refOf({ target: context.target, card: null }) };
    if (typed.length === 0) return ask(context, 'subscribe', { args, key: 'ask-url' });
    return subscribeToAll(context, typed);
  },
};
