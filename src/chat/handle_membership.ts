// What became of the bot in a chat: added, removed, blocked, made admin.
import { type Chat, upsertChat } from '../store/chats.ts';
import { wake } from '../store/jobs.ts';
import { pauseChat, resumeChat } from '../store/pauses.ts';
import { sendMenu } from './answer.ts';
import type { ChatDeps } from './context.ts';
import { admit } from './gate.ts';
import type { Membership } from './incoming.ts';
import { chooseLanguage, richText, type TextArgs } from './text/texts.ts';

/** An operator's doing, which no change of membership undoes. */
export const BANNED = 'banned';

/** Nothing of a chat's is deleted: it pauses, and goes on when the bot is back. */
export async function handleMembership(change: Membership, deps: ChatDeps): Promise<void> {
  deps.rights.forget(change.chat.telegramId);
  const chat = await upsertChat(deps.db, { ...change.chat, language: chooseLanguage(change.languageCode) });
  if (!change.isIn) {
    await pauseChat(deps.db, chat.chatId, chat.kind === 'private' ? 'blocked' : 'kicked');
    return;
  }
  const isAnswered = (await admit(change, deps)) === 'in';
  // A channel's readers need not know, and in a private chat the person speaks first.
  const isGroup = chat.kind === 'group' || chat.kind === 'supergroup';
  if (isGroup && !change.wasIn && isAnswered) await tell(deps, chat, 'added-to-group', { username: deps.username });
  await resumePaused(chat, deps, { isTold: isAnswered });
}

/** A chat that was paused by an error, and can be sent to again, goes on; its people are told what it missed, if we answer them. */
export async function resumePaused(chat: Chat, deps: ChatDeps, { isTold = true } = {}): Promise<void> {
  if (chat.state === 'active' || chat.stateReason === BANNED) return;
  const expired = await resumeChat(deps.db, chat.chatId);
  if (expired === null) return;
  await wake(deps.db, 'deliver');
  if (isTold && chat.kind !== 'channel') await tell(deps, chat, 'chat-resumed', { expired });
}

async function tell(deps: ChatDeps, { telegramId, language }: Chat, key: string, args: TextArgs): Promise<void> {
  await sendMenu(deps, { telegramId, threadId: 0 }, { text: richText(language, key, args) });
}
