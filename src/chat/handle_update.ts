// One update: who wrote, which command it is, and an answer for everything that goes wrong on the way.
import { isConnectionLost } from '../db.ts';
import { asError, UserError } from '../errors.ts';
import { upsertChat } from '../store/chats.ts';
import { findCommand } from './commands/all.ts';
import { type ChatDeps, type CommandContext, createContext } from './context.ts';
import { type IncomingMessage, readUpdate, type TelegramUpdate } from './incoming.ts';
import { chooseLanguage } from './text/texts.ts';

export type HandleDeps = ChatDeps & {
  /** the bot's own name: commands addressed to another bot are not ours */
  username: string;
};

/** @throws only when the database was away; then the update is to be handled again */
export async function handleUpdate(update: object, deps: HandleDeps): Promise<void> {
  try {
    await readAndAnswer(update, deps);
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    deps.log.error({ err: error, updateId: (update as TelegramUpdate).update_id }, 'an update could not be handled');
  }
}

async function readAndAnswer(update: object, deps: HandleDeps): Promise<void> {
  const incoming = readUpdate(update as TelegramUpdate);
  if (incoming === null || !isForUs(incoming, deps.username)) return;
  const chat = await upsertChat(deps.db, { ...incoming.chat, language: chooseLanguage(incoming.languageCode) });
  const context = createContext(deps, chat, incoming);
  try {
    await obey(context);
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    await answerFault(asError(error), context);
  }
}

/** In private every message is for us, elsewhere commands are; a group may have other bots, whose commands name them. */
function isForUs({ command, chat }: IncomingMessage, username: string): boolean {
  if (command === null) return chat.kind === 'private';
  return command.handle === null || command.handle === username.toLowerCase();
}

async function obey(context: CommandContext): Promise<void> {
  const { incoming } = context;
  const command = incoming.command ? findCommand(incoming.command.name) : undefined;
  if (command) await command.run(context);
  // In a group an unknown command may be meant for another bot.
  else if (incoming.chat.kind === 'private') await context.reply('unknown-command');
}

async function answerFault(error: Error, { reply, log, incoming, chat }: CommandContext): Promise<void> {
  if (error instanceof UserError) {
    await reply(error.key, error.args);
    return;
  }
  log.error({ err: error, updateId: incoming.updateId, chatId: chat.chatId }, 'a command failed');
  await reply('went-wrong');
}
