// Subscriptions that people asked for and a worker has yet to make.
import type { Queryable } from '../db.ts';
import type { ChatId, RequestId } from './ids.ts';

/** A sentence for the person who asked: a key of the language files and its variables. */
export type RequestResult = { key: string; args: Record<string, string | number>; subscriptionId?: string };

/** One of several feeds that were found at an address. */
export type Candidate = { url: string; title: string };

export type SubscribeRequest = {
  requestId: RequestId;
  chatId: ChatId;
  /** where the answer stands: another chat than the subscription's when a channel is managed from a private one */
  answer: { telegramId: string; threadId: number };
  /** the title of the subscription's chat, where the answer stands in another */
  managedTitle: string | null;
  language: string;
  threadId: number;
  url: string;
  /** typed without a scheme: which one was meant is open */
  isBare: boolean;
  candidates: Candidate[];
  limit: number | null;
  /** the bot's answer, to be edited; null when it could not be sent */
  messageId: string | null;
  state: 'open' | 'done' | 'cancelled';
  result: RequestResult | null;
};

export type NewRequest = Pick<SubscribeRequest, 'chatId' | 'threadId' | 'url' | 'isBare'> & {
  updateId: string;
  answerChatId: ChatId;
};

/** Put a request down. An update that is handled again, after a crash, gets the same one. */
export async function insertRequest(
  db: Queryable,
  { chatId, threadId, url, isBare, updateId, answerChatId }: NewRequest,
): Promise<RequestId> {
  const { rows } = await db.query<{ requestId: RequestId }>({
    name: 'insert_request',
    text: `
      insert into subscribe_requests (chat_id, thread_id, url, update_id, answer_chat_id, is_bare) values ($1, $2, $3, $4, $5, $6)
      on conflict (update_id, url) do update set url = excluded.url
      returning id as "requestId"`,
    values: [chatId, threadId, url, updateId, answerChatId, isBare],
  });
  return rows[0]!.requestId;
}

export async function setRequestMessage(db: Queryable, requestId: RequestId, messageId: string | null): Promise<void> {
  await db.query({
    name: 'set_request_message',
    text: 'update subscribe_requests set message_id = $2 where id = $1',
    values: [requestId, messageId],
  });
}

export async function readRequest(db: Queryable, requestId: RequestId): Promise<SubscribeRequest | null> {
  const { rows } = await db.query<SubscribeRequest>({
    name: 'read_request',
    text: `
      select r.id as "requestId", r.chat_id as "chatId", a.language, r.thread_id as "threadId", r.url, r.is_bare as "isBare", r.message_id as "messageId",
        r.state, r.result, r.candidates, c.subscription_limit as limit, json_build_object(
          'telegramId', a.telegram_id::text, 'threadId', case when a.id = c.id then r.thread_id else 0 end) as answer,
        case when a.id <> c.id then c.title end as "managedTitle"
      from subscribe_requests r join chats c on c.id = r.chat_id join chats a on a.id = coalesce(r.answer_chat_id, r.chat_id)
      where r.id = $1`,
    values: [requestId],
  });
  return rows[0] ?? null;
}

/** End a request with its result, unless it was called off. Call under the chat's lock. @returns whether it was still open */
export async function finishRequest(
  tx: Queryable,
  requestId: RequestId,
  result: RequestResult,
  candidates: Candidate[] = [],
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'finish_request',
    text: `update subscribe_requests set state = 'done', result = $2, candidates = $3 where id = $1 and state = 'open'`,
    values: [requestId, result, JSON.stringify(candidates)],
  });
  return rowCount === 1;
}

/**
 * Call off what was asked for before and is not done yet: an /unsubscribe typed after a /subscribe has the last word.
 * Call under the chat's lock. @returns how many were called off
 */
export async function cancelRequests(
  tx: Queryable,
  {
    chatId,
    threadId,
    urls,
    result,
  }: { chatId: ChatId; threadId: number | null; urls: string[]; result: RequestResult },
): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'cancel_requests',
    text: `
      update subscribe_requests set state = 'cancelled', result = $4
      where chat_id = $1 and ($2::int is null or thread_id = $2) and url = any($3) and state = 'open'`,
    values: [chatId, threadId, urls, result],
  });
  return rowCount ?? 0;
}
