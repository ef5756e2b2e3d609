// Topics of forums: the Bot API has no list of them, so they are noted down as service messages name them.
import type { Queryable } from '../db.ts';
import type { ChatId } from './ids.ts';

export type Topic = { threadId: number; name: string };

export async function noteTopic(db: Queryable, chatId: ChatId, { threadId, name }: Topic): Promise<void> {
  await db.query({
    name: 'note_topic',
    text: `
      insert into topics (chat_id, thread_id, name) values ($1, $2, $3)
      on conflict (chat_id, thread_id) do update set name = excluded.name`,
    values: [chatId, threadId, name],
  });
}

/** Topics with a name, and those that something is or was subscribed in. */
export async function listTopics(db: Queryable, chatId: ChatId, limit: number): Promise<Topic[]> {
  const { rows } = await db.query<Topic>({
    name: 'list_topics',
    text: `
      select thread_id as "threadId", coalesce(max(name), '') as name from (
        select thread_id, name from topics where chat_id = $1
        union all select thread_id, null from subscriptions where chat_id = $1 and thread_id <> 0
      ) t group by thread_id order by 1 limit $2`,
    values: [chatId, limit],
  });
  return rows;
}
