// What became of the bot in a chat, and of the chat itself: added, removed, blocked, made admin, moved, its topics named.
import { upsertChat } from '../store/chats.ts';
import { noteTopic } from '../store/topics.ts';
import { sendMenu } from './answer.ts';
import type { ChatDeps } from './context.ts';
import type { Membership, Service } from './incoming.ts';
import { chooseLanguage, richText } from './text/texts.ts';

export async function handleMembership(change: Membership, deps: ChatDeps): Promise<void> {
  const chat = await upsertChat(deps.db, { ...change.chat, language: chooseLanguage(change.languageCode) });
  if (!change.isIn || change.wasIn || (chat.kind !== 'group' && chat.kind !== 'supergroup')) return;
  // A channel's readers need not know; in a private chat the person speaks first.
  const text = richText(chat.language, 'added-to-group', { username: deps.username });
  await sendMenu(deps, { telegramId: chat.telegramId, threadId: 0 }, { text });
}

export async function handleService({ event, chat, threadId, languageCode }: Service, deps: ChatDeps): Promise<void> {
  if (event.what !== 'topic' || threadId === 0) return;
  const { chatId } = await upsertChat(deps.db, { ...chat, language: chooseLanguage(languageCode) });
  await noteTopic(deps.db, chatId, { threadId, name: event.name });
}
