// How a chat, or one subscription of it, wants its messages. A changed filter may let pending items through, so the chat is marked.
import type { Queryable } from '../db.ts';
import { markChatDue } from './chat_schedule.ts';
import type { ChatId, SubscriptionId } from './ids.ts';

/** Whose setting: of everything in the chat, or of one subscription, which counts over the chat's. */
export type Level = { chatId: ChatId; subscriptionId: SubscriptionId | null };
export type TextSetting = 'filter' | 'template' | 'title';

/** @param value null takes it away */
export async function setText(db: Queryable, level: Level, name: TextSetting, value: string | null): Promise<void> {
  const { chatId, subscriptionId } = level;
  if (subscriptionId === null) {
    await db.query({
      name: 'set_chat_text',
      text: `
        update chats set filter = case when $2 = 'filter' then $3 else filter end, template = case when $2 = 'template' then $3 else template end
        where id = $1`,
      values: [chatId, name, value],
    });
  } else {
    await db.query({
      name: 'set_subscription_text',
      text: `
        update subscriptions set
          filter = case when $2 = 'filter' then $3 else filter end, template = case when $2 = 'template' then $3 else template end,
          title = case when $2 = 'title' then $3 else title end
        where id = $1`,
      values: [subscriptionId, name, value],
    });
  }
  await markChatDue(db, chatId);
}

/** One of the options of message/options.ts. @param value null takes it away: the level above counts */
export async function setOption(
  db: Queryable,
  level: Level,
  name: string,
  value: string | boolean | object | null,
): Promise<void> {
  const { chatId, subscriptionId } = level;
  const change = JSON.stringify(value === null ? {} : { [name]: value });
  if (subscriptionId === null) {
    await db.query({
      name: 'set_chat_option',
      text: 'update chats set options = (options - $2::text) || $3::jsonb where id = $1',
      values: [chatId, name, change],
    });
  } else {
    await db.query({
      name: 'set_subscription_option',
      text: 'update subscriptions set options = (options - $2::text) || $3::jsonb where id = $1',
      values: [subscriptionId, name, change],
    });
  }
}

/** Where and how a chat reads. */
export async function setPlace(
  db: Queryable,
  chatId: ChatId,
  { language = null, timeZone = null }: { language?: string | null; timeZone?: string | null },
): Promise<void> {
  await db.query({
    name: 'set_place',
    text: 'update chats set language = coalesce($2, language), time_zone = coalesce($3, time_zone) where id = $1',
    values: [chatId, language, timeZone],
  });
}

export type Draft = { level: Level; template: string };

export async function insertDraft(db: Queryable, { level, template }: Draft): Promise<string> {
  const { rows } = await db.query<{ id: string }>({
    name: 'insert_draft',
    text: 'insert into drafts (chat_id, subscription_id, template) values ($1, $2, $3) returning id',
    values: [level.chatId, level.subscriptionId, template],
  });
  return rows[0]!.id;
}

/** A draft is taken once. */
export async function takeDraft(tx: Queryable, draftId: string): Promise<Draft | null> {
  const { rows } = await tx.query<Level & { template: string }>({
    name: 'take_draft',
    text: 'delete from drafts where id = $1 returning chat_id as "chatId", subscription_id as "subscriptionId", template',
    values: [draftId],
  });
  const row = rows[0];
  return row ? { level: { chatId: row.chatId, subscriptionId: row.subscriptionId }, template: row.template } : null;
}

/** Who a draft belongs to, without taking it. */
export async function readDraftLevel(db: Queryable, draftId: string): Promise<Level | null> {
  const { rows } = await db.query<Level>({
    name: 'read_draft_level',
    text: 'select chat_id as "chatId", subscription_id as "subscriptionId" from drafts where id = $1',
    values: [draftId],
  });
  return rows[0] ?? null;
}
