// Templates of one subscription (/set_template URL template) and of the whole chat (/set_global_template template).
import { UserError } from '../../errors.ts';
import { type About, aboutUrl } from '../about.ts';
import type { CommandContext } from '../context.ts';
import { listMenu } from '../menus/list.ts';
import { askTemplate, removeTemplate, templateMenu, tryTemplate } from '../settings/template.ts';
import type { CommandDefinition } from './command.ts';

const ofChat = ({ target }: CommandContext): About => ({ target, card: null });

async function setFor(context: CommandContext, about: About, source: string): Promise<unknown> {
  if (source === '') return askTemplate(context, about);
  return tryTemplate(context, about, source);
}

const setOne: CommandDefinition = {
  names: ['set_template', 'template'],
  usage: 'URL {{bold bot_item_name}} {{bot_item_link}}',
  menu: ['private', 'admins'],
  changes: true,
  costly: true,
  run: async (context) => {
    const [, typed, source] = /^(\S*)\s*([\s\S]*)$/.exec(context.argument)!;
    if (!typed) return context.show(await listMenu(context, context.target, { verb: 'template' }));
    return setFor(context, await aboutUrl(context, typed), source!);
  },
};

const getOne: CommandDefinition = {
  names: ['get_template'],
  usage: 'URL',
  costly: true,
  run: async (context) => {
    if (context.argument === '') return context.show(await listMenu(context, context.target, { verb: 'template' }));
    return context.show(templateMenu(context, await aboutUrl(context, context.argument)));
  },
};

const removeOne: CommandDefinition = {
  names: ['remove_template'],
  usage: 'URL',
  changes: true,
  run: async (context) => {
    if (context.argument === '') return context.show(await listMenu(context, context.target, { verb: 'template' }));
    const about = await aboutUrl(context, context.argument);
    if (about.card.template === null) throw new UserError('template-none');
    await removeTemplate(context, about);
    return context.reply('template-removed');
  },
};

const setGlobal: CommandDefinition = {
  names: ['set_global_template'],
  usage: '{{bot_item_name}} {{bot_item_link}}',
  changes: true,
  costly: true,
  run: (context) => setFor(context, ofChat(context), context.argument),
};

const getGlobal: CommandDefinition = {
  names: ['get_global_template'],
  costly: true,
  run: async (context) => context.show(templateMenu(context, ofChat(context))),
};

const removeGlobal: CommandDefinition = {
  names: ['remove_global_template'],
  changes: true,
  run: async (context) => {
    if (context.target.template === null) throw new UserError('template-none');
    await removeTemplate(context, ofChat(context));
    return context.reply('template-removed');
  },
};

export const templateCommands: CommandDefinition[] = [setOne, getOne, removeOne, setGlobal, getGlobal, removeGlobal];
