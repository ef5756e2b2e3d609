// /help, /commands, /help_command NAME, /close and /cancel
import { UserError } from '../../errors.ts';
import { join, plain } from '../../message/rich_text.ts';
import { forgetQuestion } from '../../store/conversations.ts';
import { type Menu, sendMenu } from '../answer.ts';
import type { CommandContext, Context } from '../context.ts';
import { findQuestionToCancel } from '../conversation.ts';
import { PICKER } from '../managing.ts';
import { button } from '../menus/buttons.ts';
import { closeRow } from '../menus/list.ts';
import { mainMenu } from '../menus/main.ts';
import type { CommandDefinition } from './command.ts';

/** @param all every command there is, which knows this one too */
export function helpCommands(all: () => readonly CommandDefinition[]): CommandDefinition[] {
  const help: CommandDefinition = {
    names: ['help'],
    menu: ['private', 'admins', 'members'],
    isPersonal: true,
    run: (context) => context.show(helpMenu(context, all())),
  };
  const helpCommand: CommandDefinition = {
    names: ['help_command'],
    usage: '/set_filter',
    isPersonal: true,
    run: (context) => {
      const name = context.argument.replace(/^\//, '').toLowerCase();
      if (name === '') return help.run(context);
      const about = all().find((command) => command.names.includes(name) && !command.isForOperator);
      if (!about) throw new UserError('unknown-command');
      const back = button(context, 'button-back', 'help');
      return context.show({ text: plain(lineOf(context, about)), buttons: [[back, ...closeRow(context)]] });
    },
  };
  return [help, helpCommand, commands, close, cancel];
}

export function helpMenu(context: Context, all: readonly CommandDefinition[]): Menu {
  const back = button(context, 'button-back', 'main');
  return { text: helpText(context, all), buttons: [[back, ...closeRow(context)]] };
}

export function helpText(context: Pick<CommandContext, 'text' | 'label'>, all: readonly CommandDefinition[]) {
  const shown = all.filter((command) => !command.isForOperator);
  return join(
    [
      context.text('help'),
      plain(shown.map((command) => lineOf(context, command)).join('\n')),
      context.text('help-more'),
    ],
    '\n\n',
  );
}

function lineOf(
  { label }: Pick<CommandContext, 'label'>,
  { names: [name, ...others], usage }: CommandDefinition,
): string {
  const also = others.length > 0 ? ` (${others.map((other) => `/${other}`).join(' ')})` : '';
  return `/${name}${also}${usage ? ` ${usage}` : ''} – ${label(`menu-${name}`)}`;
}

const commands: CommandDefinition = {
  names: ['commands'],
  run: (context) => context.show(mainMenu(context)),
};

const close: CommandDefinition = {
  names: ['close'],
  isPersonal: true,
  run: ({ reply }) => reply('nothing-to-close'),
};

const cancel: CommandDefinition = {
  names: ['cancel'],
  menu: ['private'],
  isPersonal: true,
  run: async (context) => {
    const { db, chat, reply } = context;
    const asked = await findQuestionToCancel(context);
    if (asked === null) return reply('nothing-to-cancel');
    await forgetQuestion(db, chat.chatId, asked.actor);
    const extra = asked.question === 'channel' ? { markup: PICKER.gone } : {};
    return sendMenu(context, context.place, { text: context.text('cancelled') }, extra);
  },
};
