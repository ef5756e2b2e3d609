// /why URL: what became of the latest items of a subscription.
import { whyMenu } from '../menus/why.ts';
import type { CommandDefinition } from './command.ts';
import { onUrl } from './on_url.ts';

export const why: CommandDefinition = {
  names: ['why'],
  usage: 'URL',
  changes: false,
  run: onUrl('why', async (context, about) => context.show(await whyMenu(context, about))),
};
