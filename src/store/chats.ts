// Chats by our own id; Telegram's changes when a group becomes a supergroup.
import type { Queryable } from '../db.ts';
import type { ChatId } from './ids.ts';

export type ChatKind = 'private' | 'group' | 'supergroup' | 'channel';
export type Chat = {
  chatId: ChatId;
  telegramId: string;
  kind: ChatKind;
  title: string;
  language: string;
  timeZone: string;
};

/** The row for a chat that wrote to us, made if it is new; its kind and title are brought up to date. */
export async function upsertChat(
  db: Queryable,
  { telegramId, kind, title, language }: { telegramId: string; kind: ChatKind; title: string; language: string },
): Promise<Chat> {
  const { rows } = await db.query<Chat>({
    name: 'upsert_chat',
    text: `
      with chat as (
        insert into chats (telegram_id, kind, title, language) values ($1, $2, $3, $4)
        on conflict (telegram_id) do update set kind = excluded.kind, title = excluded.title
        returning id, telegram_id, kind, title, language, time_zone
      ), schedule as (
        insert into chat_schedule (chat_id) select id from chat on conflict do nothing
      )
      select id as "chatId", telegram_id as "telegramId", kind, title, language, time_zone as "timeZone" from chat`,
    values: [telegramId, kind, title, language],
  });
  return rows[0]!;
}

/** Lock a chat for the rest of the transaction: what its people asked for happens one thing after the other. */
export async function lockChat(tx: Queryable, chatId: ChatId): Promise<Chat> {
  const { rows } = await tx.query<Chat>({
    name: 'lock_chat',
    text: `
      select id as "chatId", telegram_id as "telegramId", kind, title, language, time_zone as "timeZone"
      from chats where id = $1 for no key update`,
    values: [chatId],
  });
  return rows[0]!;
}
