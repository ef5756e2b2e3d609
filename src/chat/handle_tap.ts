// A tap on a button. Every one is answered, or the client shows a spinner until it gives up.
import { isPassing } from '../db.ts';
import { asError, UserError } from '../errors.ts';
import { type Chat, readChat, upsertChat } from '../store/chats.ts';
import { callPatiently, editMenu, type Menu } from './answer.ts';
import { type ChatDeps, createContext, type TapContext } from './context.ts';
import { admit, requirePatience } from './gate.ts';
import type { IncomingTap } from './incoming.ts';
import { listMenu } from './menus/list.ts';
import { requireRights } from './rights.ts';
import type { Said } from './subscription_acts.ts';
import { findTap } from './taps/all.ts';
import { chooseLanguage } from './text/texts.ts';

/** Longest text of an answer (Bot API: answerCallbackQuery). */
const ANSWER_CODE_POINTS = 200;

export async function handleTap(tap: IncomingTap, deps: ChatDeps): Promise<void> {
  if ((await admit(tap, deps)) !== 'in') return answer(deps, tap, null, false);
  const chat = await upsertChat(deps.db, { ...tap.chat, language: chooseLanguage(tap.languageCode) });
  const target = (chat.managedChatId && (await readChat(deps.db, chat.managedChatId))) || chat;
  const context = createTapContext(deps, chat, target, tap);
  try {
    const said = await act(context);
    await answer(deps, tap, said && context.label(said.key, said.args), false);
  } catch (error) {
    if (isPassing(error)) throw error;
    await answerFault(asError(error), context);
  }
}

function createTapContext(deps: ChatDeps, chat: Chat, target: Chat, tap: IncomingTap): TapContext {
  const context = createContext(deps, { chat, target, incoming: tap });
  const edit = async (menu: Menu) => {
    const isEdited = tap.messageId !== null && (await editMenu(deps, context.place, tap.messageId, menu));
    if (!isEdited) await context.show(menu);
  };
  return { ...context, tap, edit };
}

async function act(context: TapContext): Promise<Said | null> {
  const found = findTap(context.tap.data);
  if (!found) throw new UserError('menu-old');
  // What a button is about is found, and held against whoever tapped, by aboutRef; this is about the chat where it stands.
  // In a channel anybody who reads it can tap, and whatever a tap does is seen by all.
  if (found.tap.changes || context.chat.kind === 'channel') await requireRights({ ...context, target: context.chat });
  if (found.tap.costly) await requirePatience(context.db, context);
  return found.tap.run(context, found.args);
}

async function answerFault(error: Error, context: TapContext): Promise<void> {
  if (!(error instanceof UserError))
    context.log.error({ err: error, updateId: context.updateId, chatId: context.chat.chatId }, 'a tap failed');
  const { key, args } = error instanceof UserError ? error : { key: 'went-wrong', args: {} };
  await answer(context, context.tap, context.label(key, args), true);
  // The menu shows what is no more: put what there is in its place.
  if (key === 'menu-old') await context.edit(await listMenu(context, context.chat));
}

async function answer(
  { telegram }: ChatDeps,
  { queryId }: IncomingTap,
  text: string | null,
  isAlert: boolean,
): Promise<void> {
  const payload = {
    callback_query_id: queryId,
    ...(text === null ? {} : { text: [...text].slice(0, ANSWER_CODE_POINTS).join(''), show_alert: isAlert }),
  };
  await callPatiently(null, () => telegram.call('answerCallbackQuery', payload));
}
