// Filters of one subscription (/set_filter URL words) and of the whole chat (/set_global_filter words).
import { UserError } from '../../errors.ts';
import { type About, aboutUrl } from '../about.ts';
import type { CommandContext } from '../context.ts';
import { listMenu } from '../menus/list.ts';
import { askFilter, filterMenu, removeFilter, setFilter } from '../settings/filter.ts';
import type { CommandDefinition } from './command.ts';

const ofChat = ({ target }: CommandContext): About => ({ target, card: null });

async function setFor(context: CommandContext, about: About, words: string): Promise<unknown> {
  if (words === '') return askFilter(context, about);
  return setFilter(context, about, words);
}

const setOne: CommandDefinition = {
  names: ['set_filter', 'filter'],
  usage: 'URL rust, "new release", !crypto, title:linux',
  menu: ['private', 'admins'],
  changes: true,
  costly: true,
  run: async (context) => {
    const [, typed, words] = /^(\S*)\s*([\s\S]*)$/.exec(context.argument)!;
    if (!typed) return context.show(await listMenu(context, context.target, { verb: 'filter' }));
    return setFor(context, await aboutUrl(context, typed), words!);
  },
};

const getOne: CommandDefinition = {
  names: ['get_filter'],
  usage: 'URL',
  costly: true,
  run: async (context) => {
    if (context.argument === '') return context.show(await listMenu(context, context.target, { verb: 'filter' }));
    return context.show(await filterMenu(context, await aboutUrl(context, context.argument)));
  },
};

const removeOne: CommandDefinition = {
  names: ['remove_filter'],
  usage: 'URL',
  changes: true,
  run: async (context) => {
    if (context.argument === '') return context.show(await listMenu(context, context.target, { verb: 'filter' }));
    const about = await aboutUrl(context, context.argument);
    if (about.card.filter === null) throw new UserError('filter-none');
    await removeFilter(context, about);
    return context.reply('filter-removed');
  },
};

const setGlobal: CommandDefinition = {
  names: ['set_global_filter'],
  usage: 'rust, !crypto',
  changes: true,
  costly: true,
  run: (context) => setFor(context, ofChat(context), context.argument),
};

const getGlobal: CommandDefinition = {
  names: ['get_global_filter'],
  costly: true,
  run: async (context) => context.show(await filterMenu(context, ofChat(context))),
};

const removeGlobal: CommandDefinition = {
  names: ['remove_global_filter'],
  changes: true,
  run: async (context) => {
    if (context.target.filter === null) throw new UserError('filter-none');
    await removeFilter(context, ofChat(context));
    return context.reply('filter-removed');
  },
};

export const filterCommands: CommandDefinition[] = [setOne, getOne, removeOne, setGlobal, getGlobal, removeGlobal];
