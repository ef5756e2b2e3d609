// A message: a command, the answer to a question, or in a private chat whatever people send to a bot that reads feeds.
import { isPassing } from '../db.ts';
import { asError, UserError } from '../errors.ts';
import { type Chat, readChat, upsertChat } from '../store/chats.ts';
import { forgetQuestion } from '../store/conversations.ts';
import { noteTopic } from '../store/topics.ts';
import { aboutRef } from './about.ts';
import { sendMenu } from './answer.ts';
import { findCommand } from './commands/all.ts';
import type { CommandDefinition } from './commands/command.ts';
import { type ChatDeps, type CommandContext, createContext } from './context.ts';
import { findQuestion } from './conversation.ts';
import { admit, requirePatience } from './gate.ts';
import { resumePaused } from './handle_membership.ts';
import type { IncomingMessage } from './incoming.ts';
import { takeLoose } from './loose_message.ts';
import { QUESTIONS } from './questions.ts';
import { isOperator, requireRights } from './rights.ts';
import { chooseLanguage, richText } from './text/texts.ts';

export async function handleMessage(incoming: IncomingMessage, deps: ChatDeps): Promise<void> {
  if (!isForUs(incoming, deps.username)) return;
  const admission = await admit(incoming, deps);
  if (admission === 'not-on-the-list') return tellUnlisted(incoming, deps);
  if (admission !== 'in') return;
  const chat = await upsertChat(deps.db, { ...incoming.chat, language: chooseLanguage(incoming.languageCode) });
  if (incoming.topicName !== null)
    await noteTopic(deps.db, chat.chatId, { threadId: incoming.threadId, name: incoming.topicName });
  const target = (chat.managedChatId && (await readChat(deps.db, chat.managedChatId))) || chat;
  const context = {
    ...createContext(deps, { chat, target, incoming }),
    incoming,
    argument: incoming.command?.argument ?? '',
  };
  try {
    // Whoever writes to us privately has not blocked us, whatever we took it for.
    if (chat.kind === 'private' || incoming.command?.name === 'resume') await resumePaused(chat, deps);
    await (incoming.command ? obey(context, chat) : hear(context, chat));
  } catch (error) {
    if (isPassing(error)) throw error;
    await answerFault(asError(error), context);
  }
}

/** In private every message is for us, elsewhere commands are, and replies, which may answer a question of ours. */
function isForUs({ command, chat, replyTo }: IncomingMessage, username: string): boolean {
  if (command === null) return chat.kind === 'private' || replyTo !== null;
  return command.handle === null || command.handle === username.toLowerCase();
}

async function tellUnlisted({ chat, threadId, actor, languageCode }: IncomingMessage, deps: ChatDeps): Promise<void> {
  if (chat.kind !== 'private') return;
  const text = richText(chooseLanguage(languageCode), 'not-on-the-list', { id: actor.telegramId });
  await sendMenu(deps, { telegramId: chat.telegramId, threadId }, { text });
}

async function obey(context: CommandContext, chat: Chat): Promise<void> {
  const { incoming, actor, db } = context;
  const command = findCommand(incoming.command!.name);
  if (command === undefined || (command.isForOperator && !isOperator(context))) {
    // In a group an unknown command may be meant for another bot.
    if (chat.kind === 'private') await context.reply('unknown-command');
    return;
  }
  if (!command.names.includes('cancel')) await forgetQuestion(db, chat.chatId, actor.telegramId);
  const own = command.isPersonal ? { ...context, target: chat } : context;
  await checkFirst(command, own);
  await command.run(own);
}

async function checkFirst(command: CommandDefinition, context: CommandContext): Promise<void> {
  // What another chat follows is for its admins to see, too.
  if (command.changes || context.target.chatId !== context.chat.chatId) await requireRights(context);
  if (command.costly) await requirePatience(context.db, context);
}

/** An answer to what was asked, or anything else. One that cannot be used leaves the question open. */
async function hear(context: CommandContext, chat: Chat): Promise<void> {
  const { db, actor, incoming } = context;
  const pending = await findQuestion(context);
  const question = pending === null ? undefined : QUESTIONS[pending.question];
  const isAnswer = chat.kind === 'private' || incoming.replyTo === pending?.messageId;
  // A channel's post names the channel that was asked for, whatever is written in it.
  const channel = pending?.question === 'channel' ? incoming.forwardedFrom : null;
  const text = channel ?? incoming.text;
  const speaksForItself =
    incoming.pickedChat !== null || incoming.location !== null || (incoming.isForwarded && channel === null);
  if (!pending || !question || !isAnswer || text === '' || speaksForItself) {
    if (chat.kind !== 'private') return;
    if (speaksForItself) await forgetQuestion(db, chat.chatId, actor.telegramId);
    await takeLoose(context);
    return;
  }
  const about = pending.args.about ? await aboutRef(context, pending.args.about) : null;
  const meant = about ? { ...context, target: about.target } : context;
  if (question.changes) await requireRights(meant);
  await requirePatience(db, context);
  await question.take(meant, about, text, pending.args);
  await forgetQuestion(db, chat.chatId, pending.actor);
}

async function answerFault(error: Error, { reply, log, updateId, chat }: CommandContext): Promise<void> {
  if (error instanceof UserError) {
    await reply(error.key, error.args);
    return;
  }
  log.error({ err: error, updateId, chatId: chat.chatId }, 'a command failed');
  await reply('went-wrong');
}
