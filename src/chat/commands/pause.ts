// /pause URL, /resume URL, /latest URL: as the card's buttons do.
import { aboutUrl } from '../about.ts';
import { listMenu } from '../menus/list.ts';
import { pause, resume, showLatest } from '../subscription_acts.ts';
import type { CommandDefinition } from './command.ts';

const pauseCommand: CommandDefinition = {
  names: ['pause'],
  usage: 'URL',
  changes: true,
  run: async (context) => {
    if (context.argument === '') return context.show(await listMenu(context, context.target));
    const { key, args } = await pause(context, await aboutUrl(context, context.argument));
    return context.reply(key, args);
  },
};

const resumeCommand: CommandDefinition = {
  names: ['resume'],
  usage: 'URL',
  changes: true,
  run: async (context) => {
    if (context.argument === '') return context.show(await listMenu(context, context.target));
    const { key, args } = await resume(context, await aboutUrl(context, context.argument));
    return context.reply(key, args);
  },
};

const latest: CommandDefinition = {
  names: ['latest'],
  usage: 'URL',
  menu: ['private', 'admins'],
  changes: true,
  costly: true,
  run: async (context) => {
    if (context.argument === '') return context.show(await listMenu(context, context.target, { verb: 'latest' }));
    return showLatest(context, await aboutUrl(context, context.argument));
  },
};

export const pauseCommands: CommandDefinition[] = [pauseCommand, resumeCommand, latest];
