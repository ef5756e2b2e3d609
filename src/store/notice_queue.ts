// Notices on their way to a chat: they take the same claims, leases and pace as items.
import type { Queryable } from '../db.ts';
import { markChatDue } from './chat_schedule.ts';
import type { ChatKind } from './chats.ts';
import type { ChatId } from './ids.ts';
import { type Pace, paceColumns } from './pace_columns.ts';

/** A chat of which a notice is the next thing to send. */
export type NoticeHead = {
  chatId: ChatId;
  noticeId: string;
  telegramId: string;
  chatKind: ChatKind;
  language: string;
  /** whether something else waits behind it */
  hasMore: boolean;
};

export type Notice = { threadId: number; key: string; args: Record<string, unknown>; tries: number };

/** Count a try and read what is to be told. Null when it is told already. */
export async function takeNotice(db: Queryable, noticeId: string): Promise<Notice | null> {
  const { rows } = await db.query<Notice>({
    name: 'take_notice',
    text: `
      update notices set tries = tries + 1 where id = $1 and sent_at is null
      returning thread_id as "threadId", key, args, tries`,
    values: [noticeId],
  });
  return rows[0] ?? null;
}

/** A notice is told, or given up (without message ids): let its chat go. */
export async function settleNotice(
  db: Queryable,
  settled: { head: NoticeHead; wakes: string; leaseToken: string; messageIds: string[]; pace: Pace },
): Promise<void> {
  const { head, pace } = settled;
  await db.query({
    name: 'settle_notice',
    text: `
      with told as (
        update notices set sent_at = clock_timestamp(), message_ids = $4::bigint[] where id = $3 and sent_at is null
      )
      update chat_schedule set
        due_at = case when not $5 and wakes = $6 and not exists (
          select from notices where chat_id = $1 and id <> $3 and sent_at is null) then null else due_at end,
        sent_at = case when $7::float8 > 0 then clock_timestamp() else sent_at end,
        lease_until = '-infinity', lease_token = null, failures = 0,
        ${paceColumns('$7::float8', '$8::float8', '$9::float8')}
      where chat_id = $1 and lease_token = $2`,
    values: [
      head.chatId,
      settled.leaseToken,
      head.noticeId,
      settled.messageIds,
      head.hasMore,
      settled.wakes,
      pace.messages,
      pace.paceMs,
      pace.burst,
    ],
  });
}

/** Tell a chat something about itself. */
export async function queueChatNotice(
  tx: Queryable,
  { chatId, key, args }: { chatId: ChatId; key: string; args: Record<string, unknown> },
): Promise<void> {
  await tx.query({
    name: 'queue_chat_notice',
    text: 'insert into notices (chat_id, key, args) values ($1, $2, $3)',
    values: [chatId, key, JSON.stringify(args)],
  });
  await markChatDue(tx, chatId);
}
