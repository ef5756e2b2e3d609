// /settings, /language, and the two preview commands of el_monitorro.
import { UserError } from '../../errors.ts';
import { setOption, setPlace } from '../../store/settings.ts';
import { chatName } from '../about.ts';
import { languageMenu } from '../menus/language.ts';
import { effectiveOptions } from '../menus/options.ts';
import { settingsMenu } from '../menus/settings.ts';
import { LANGUAGES } from '../text/texts.ts';
import type { CommandDefinition } from './command.ts';

const settings: CommandDefinition = {
  names: ['settings'],
  menu: ['private', 'admins'],
  run: (context) => context.show(settingsMenu(context, { target: context.target, card: null })),
};

const language: CommandDefinition = {
  names: ['language'],
  usage: LANGUAGES.join(' | '),
  menu: ['private', 'admins'],
  changes: true,
  run: async (context) => {
    const { argument, target, db } = context;
    if (argument === '') return context.show(languageMenu(context, target));
    const code = argument.toLowerCase();
    if (!LANGUAGES.includes(code)) throw new UserError('language-unknown', { languages: LANGUAGES.join(', ') });
    await setPlace(db, target.chatId, { language: code });
    return context.show({ text: context.textIn(code, 'language-set', { chat: chatName(context, target) }) });
  },
};

const isPreviewOn = (context: Parameters<typeof effectiveOptions>[0]) => effectiveOptions(context).preview !== 'off';

const getPreview: CommandDefinition = {
  names: ['get_preview_enabled'],
  run: (context) => {
    const { target, reply } = context;
    const chat = chatName(context, target);
    return reply(isPreviewOn({ target, card: null }) ? 'previews-are-on' : 'previews-are-off', { chat });
  },
};

const togglePreview: CommandDefinition = {
  names: ['toggle_preview_enabled'],
  changes: true,
  run: async (context) => {
    const { db, target, reply } = context;
    const isOn = isPreviewOn({ target, card: null });
    await setOption(db, { chatId: target.chatId, subscriptionId: null }, 'preview', isOn ? 'off' : 'on');
    return reply(isOn ? 'previews-now-off' : 'previews-now-on', { chat: chatName(context, target) });
  },
};

export const settingsCommands: CommandDefinition[] = [settings, language, getPreview, togglePreview];
