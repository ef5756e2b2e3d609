// What Telegram says of a chat in messages that nobody wrote: it moved, its topics were named, closed or opened.
import { findChat, upsertChat } from '../store/chats.ts';
import { wake } from '../store/jobs.ts';
import { migrateChat } from '../store/migrate_chat.ts';
import { pauseTopic, resumeTopic } from '../store/pauses.ts';
import { noteTopic } from '../store/topics.ts';
import type { ChatDeps } from './context.ts';
import type { Service } from './incoming.ts';
import { chooseLanguage } from './text/texts.ts';

export async function handleService(service: Service, deps: ChatDeps): Promise<void> {
  const { event, chat, threadId, languageCode } = service;
  switch (event.what) {
    case 'migrated':
      // Both chats say so; `busy` leaves it to whoever is sending there, and finds out by itself.
      await migrateChat(deps.db, { fromTelegramId: event.from, toTelegramId: event.to });
      return;
    case 'topic': {
      if (threadId === 0) return;
      const { chatId } = await upsertChat(deps.db, { ...chat, language: chooseLanguage(languageCode) });
      return noteTopic(deps.db, chatId, { threadId, name: event.name });
    }
    case 'topic-closed':
      return closeTopic(service, deps);
    case 'topic-reopened':
      return reopenTopic(service, deps);
  }
}

async function closeTopic({ chat, threadId }: Service, deps: ChatDeps): Promise<void> {
  const known = await findChat(deps.db, chat.telegramId);
  if (!known || (await mayWriteInClosed(chat.telegramId, deps))) return;
  if ((await pauseTopic(deps.db, { chatId: known.chatId, threadId }, 'topic-closed')) > 0)
    await wake(deps.db, 'deliver');
}

/** Whoever may manage topics writes in closed ones: many are closed so that only a bot posts there. Where Telegram does not say, the next item tells. */
async function mayWriteInClosed(chatTelegramId: string, { telegram, botTelegramId }: ChatDeps): Promise<boolean> {
  const question = { chat_id: chatTelegramId, user_id: Number(botTelegramId) };
  const outcome = await telegram.call<{ status: string; can_manage_topics?: boolean }>('getChatMember', question);
  return outcome.kind !== 'ok' || outcome.result.can_manage_topics === true;
}

async function reopenTopic({ chat, threadId }: Service, { db }: ChatDeps): Promise<void> {
  const known = await findChat(db, chat.telegramId);
  const resumed = known ? await resumeTopic(db, { chatId: known.chatId, threadId }) : 0;
  if (resumed > 0) await wake(db, 'deliver');
}
