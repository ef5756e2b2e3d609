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
  filter: string | null;
  template: string | null;
  /** of message/options.ts, as far as they are set */
  options: object;
  state: 'active' | 'paused';
  stateReason: string | null;
  membersMayChange: boolean;
  /** null: as everybody's */
  subscriptionLimit: number | null;
  managedChatId: ChatId | null;
};

const COLUMNS = `
  id as "chatId", telegram_id as "telegramId", kind, title, language, time_zone as "timeZone", filter, template, options, state,
  state_reason as "stateReason", members_may_change as "membersMayChange", subscription_limit as "subscriptionLimit",
  managed_chat_id as "managedChatId"`;

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
        returning *
      ), schedule as (
        insert into chat_schedule (chat_id) select id from chat on conflict do nothing
      )
      select ${COLUMNS} from chat`,
    values: [telegramId, kind, title, language],
  });
  return rows[0]!;
}

/** Lock a chat for the rest of the transaction: what its people asked for happens one thing after the other. */
export async function lockChat(tx: Queryable, chatId: ChatId): Promise<Chat> {
  const { rows } = await tx.query<Chat>({
    name: 'lock_chat',
    text: `select ${COLUMNS} from chats where id = $1 for no key update`,
    values: [chatId],
  });
  return rows[0]!;
}

export async function readChat(db: Queryable, chatId: ChatId): Promise<Chat | null> {
  const { rows } = await db.query<Chat>({
    name: 'read_chat',
    text: `select ${COLUMNS} from chats where id = $1`,
    values: [chatId],
  });
  return rows[0] ?? null;
}

export async function findChat(db: Queryable, telegramId: string): Promise<Chat | null> {
  const { rows } = await db.query<Chat>({
    name: 'find_chat',
    text: `select ${COLUMNS} from chats where telegram_id = $1`,
    values: [telegramId],
  });
  return rows[0] ?? null;
}

/** From now on commands in a private chat are about another chat; null: about itself again. */
export async function setManagedChat(db: Queryable, chatId: ChatId, managedChatId: ChatId | null): Promise<void> {
  await db.query({
    name: 'set_managed_chat',
    text: 'update chats set managed_chat_id = $2 where id = $1',
    values: [chatId, managedChatId],
  });
}

/** What an operator grants a chat. @returns whether the chat is known */
export async function grantChat(
  db: Queryable,
  telegramId: string,
  grant: { subscriptionLimit?: number; membersMayChange?: boolean },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'grant_chat',
    text: `
      update chats set subscription_limit = coalesce($2, subscription_limit), members_may_change = coalesce($3, members_may_change)
      where telegram_id = $1`,
    values: [telegramId, grant.subscriptionLimit ?? null, grant.membersMayChange ?? null],
  });
  return rowCount === 1;
}
