// Questions that wait for a person's next message.
import type { Queryable } from '../db.ts';
import type { ChatId } from './ids.ts';

/** `actor` is whom the question was put to. */
export type Pending = { actor: string; question: string; args: Record<string, string>; messageId: string | null };

/** How long an answer is waited for. */
const MINUTES = 15;

/** Remember what was asked; whatever that person was asked before in this chat is forgotten. */
export async function putQuestion(db: Queryable, asked: Pending & { chatId: ChatId }): Promise<void> {
  await db.query({
    name: 'put_question',
    text: `
      insert into conversations (chat_id, actor, question, args, message_id, until)
      values ($1, $2, $3, $4, $5, clock_timestamp() + $6 * interval '1 minute')
      on conflict (chat_id, actor) do update set
        question = excluded.question, args = excluded.args, message_id = excluded.message_id, until = excluded.until`,
    values: [asked.chatId, asked.actor, asked.question, asked.args, asked.messageId, MINUTES],
  });
}

export async function readQuestion(db: Queryable, chatId: ChatId, actor: string): Promise<Pending | null> {
  const { rows } = await db.query<Pending>({
    name: 'read_question',
    text: `
      select actor, question, args, message_id as "messageId" from conversations
      where chat_id = $1 and actor = $2 and until > clock_timestamp()`,
    values: [chatId, actor],
  });
  return rows[0] ?? null;
}

/** The question that a message of ours in the chat put, to whomever. */
export async function readQuestionOf(db: Queryable, chatId: ChatId, messageId: string): Promise<Pending | null> {
  const { rows } = await db.query<Pending>({
    name: 'read_question_of',
    text: `
      select actor, question, args, message_id as "messageId" from conversations
      where chat_id = $1 and message_id = $2 and until > clock_timestamp()`,
    values: [chatId, messageId],
  });
  return rows[0] ?? null;
}

/** The question that was put last in a chat, to whomever. */
export async function readLastQuestion(db: Queryable, chatId: ChatId): Promise<Pending | null> {
  const { rows } = await db.query<Pending>({
    name: 'read_last_question',
    text: `
      select actor, question, args, message_id as "messageId" from conversations
      where chat_id = $1 and until > clock_timestamp() order by until desc limit 1`,
    values: [chatId],
  });
  return rows[0] ?? null;
}

/** @returns whether there was one */
export async function forgetQuestion(db: Queryable, chatId: ChatId, actor: string): Promise<boolean> {
  const { rows } = await db.query<{ wasOpen: boolean }>({
    name: 'forget_question',
    text: `delete from conversations where chat_id = $1 and actor = $2 returning until > clock_timestamp() as "wasOpen"`,
    values: [chatId, actor],
  });
  return rows[0]?.wasOpen ?? false;
}
