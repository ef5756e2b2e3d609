// /list_subscriptions: what this chat follows; a title opens its card.
import { listMenu } from '../menus/list.ts';
import type { CommandDefinition } from './command.ts';

export const listSubscriptions: CommandDefinition = {
  names: ['list_subscriptions', 'list'],
  menu: ['private', 'admins', 'members'],
  run: async (context) => context.show(await listMenu(context, context.target)),
};
