// When each chat may be sent to, and who is at it. New items touch only due_at; pace, retry_after and back-off only not_before.
import type { Queryable } from '../db.ts';
import type { ChatId, FeedId } from './ids.ts';

/**
 * Mark the next chats that read a feed as due, in the order of their ids, so that two fan-outs never wait for each other in a circle.
 * Paused chats and subscriptions are left out: resuming marks them.
 * @param after the last chat of the call before
 * @returns the last chat marked, or null when there are no more
 */
export async function markReadersDue(
  db: Queryable,
  { feedId, after, limit, wide }: { feedId: FeedId; after: ChatId | null; limit: number; wide: boolean },
): Promise<ChatId | null> {
  const { rows } = await db.query<{ last: ChatId | null }>({
    name: 'mark_readers_due',
    text: `
      with readers as materialized (
        select distinct s.chat_id from subscriptions s join chats c on c.id = s.chat_id and c.id > $2
        where s.feed_id = $1 and s.state = 'active' and s.ended_at is null and c.state = 'active' and s.chat_id > $2
        order by s.chat_id
        limit $3
      ), locked as materialized ( -- one by one, by its key: joined, all schedules would be read for each thousand
        select s.chat_id from readers cross join lateral (
          select chat_id from chat_schedule where chat_id = readers.chat_id for update
        ) s
      ), marked as (
        update chat_schedule set due_at = coalesce(due_at, clock_timestamp()), wakes = wakes + 1,
          wide = $4 and (wide or due_at is null) -- due for a small feed too: that one must not wait
        where chat_id = any(array(select chat_id from locked))
      )
      select max(chat_id) as last from readers`,
    values: [feedId, after ?? '0', limit, wide],
  });
  return rows[0]?.last ?? null;
}

/** SQL that marks a chat as due; `chat` selects its id, or no row. */
export const markDue = (chat: string) => `
  insert into chat_schedule as s (chat_id, due_at, wakes) select chat_id, clock_timestamp(), 1 from (${chat}) as t(chat_id)
  on conflict (chat_id) do update set due_at = coalesce(s.due_at, clock_timestamp()), wakes = s.wakes + 1, wide = false`;

/** Something for this chat may be pending: it was resumed, or its subscriptions changed. */
export async function markChatDue(db: Queryable, chatId: ChatId): Promise<void> {
  await db.query({ name: 'mark_chat_due', text: markDue('select $1::bigint'), values: [chatId] });
}

/** A chat under lease. `wakes` is what its due date may be cleared against. */
export type ClaimedChat = { chatId: ChatId; wakes: string };

/**
 * Lease ready chats. `skip locked`: drains of several processes claim side by side and never get the same chat.
 * What is to be sent is read by `readHeads`, a later statement: in this one the snapshot would be older than the wakes it returns,
 * and an item that commits in between would be forgotten when the due date is cleared.
 * @param narrow so many of them are first looked for among chats that are not due for a feed with very many readers
 */
export async function claimReadyChats(
  db: Queryable,
  { limit, narrow, leaseMs, leaseToken }: { limit: number; narrow: number; leaseMs: number; leaseToken: string },
): Promise<ClaimedChat[]> {
  const { rows } = await db.query<ClaimedChat>({
    name: 'claim_ready_chats',
    text: `
      with narrow as materialized (
        select chat_id from chat_schedule where ready_at <= clock_timestamp() and not wide order by ready_at limit $4 for update skip locked
      ), any_width as materialized (
        select chat_id from chat_schedule where ready_at <= clock_timestamp() and not chat_id = any(array(select chat_id from narrow))
        order by ready_at limit $1 - (select count(*) from narrow) for update skip locked
      ), ready as (select chat_id from narrow union all select chat_id from any_width)
      update chat_schedule s set lease_until = clock_timestamp() + $2 * interval '1 millisecond', lease_token = $3
      from ready where s.chat_id = ready.chat_id
      returning s.chat_id as "chatId", s.wakes`,
    values: [limit, leaseMs, leaseToken, narrow],
  });
  return rows;
}

/** How long until a chat is ready, in milliseconds (0: now), or null when none is due. */
export async function nextReadyInMs(db: Queryable): Promise<number | null> {
  const { rows } = await db.query<{ inMs: number | null }>({
    name: 'next_ready_in_ms',
    text: `
      select greatest(extract(epoch from min(ready_at) - clock_timestamp()) * 1000, case when count(*) > 0 then 0 end)::float8 as "inMs"
      from chat_schedule where ready_at is not null`,
  });
  return rows[0]?.inMs ?? null;
}

/**
 * SQL that locks those of the chats $2 that are still leased to $1, in the order of their ids: whoever locks several does it in this one,
 * so that nobody waits in a circle.
 */
export const LOCK_HELD = `
  select chat_id from chat_schedule where chat_id = any($2::bigint[]) and lease_token = $1 order by chat_id for update`;

/** Claimed, but there is nothing to send: clear the due date, unless something woke the chat since it was claimed. */
export async function settleEmpty(db: Queryable, leaseToken: string, chats: ClaimedChat[]): Promise<void> {
  if (chats.length === 0) return;
  await db.query({
    name: 'settle_empty',
    text: `
      with held as materialized (${LOCK_HELD})
      update chat_schedule s set
        due_at = case when s.wakes = c.wakes then null else s.due_at end,
        lease_until = '-infinity', lease_token = null, head_item = null, head_tries = 0, head_unanswered = 0, head_first_at = null,
        failures = 0
      from unnest($2::bigint[], $3::bigint[]) as c(chat_id, wakes)
      where s.chat_id = c.chat_id and s.chat_id = any(array(select chat_id from held))`,
    values: [leaseToken, chats.map((chat) => chat.chatId), chats.map((chat) => chat.wakes)],
  });
}

/** What a claimed chat was let go for: what it says of the try that the claim counted. */
export type LetGo =
  /** no call was made */
  | 'untried'
  /** flood control turned it away: no try either, and what Telegram counted of this chat is more than we did */
  | 'throttled'
  /** Telegram did not carry it out */
  | 'failed'
  /** nobody knows whether Telegram carried it out */
  | 'unanswered'
  /** a notice, not the item, was tried and failed: the item's count stays as it is */
  | 'notice';

/** Let a chat go and hold it back: Telegram said when to come again, or something is wrong. Nothing is lost, the item stays its head. */
export async function holdBack(
  db: Queryable,
  { chatId, leaseToken, waitMs, end, paceMs, burst }: Release,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'hold_back',
    text: `
      update chat_schedule set
        not_before = greatest(not_before, clock_timestamp() + $3 * interval '1 millisecond'),
        -- After a 429 one message may go, and no burst. A message without an answer counts as sent.
        paced_until = case $4
          when 'throttled' then greatest(paced_until, clock_timestamp() + ($3::float8 + ($6::float8 - 1) * $5) * interval '1 millisecond')
          when 'unanswered' then greatest(paced_until, clock_timestamp()) + $5::float8 * interval '1 millisecond'
          else paced_until end,
        lease_until = '-infinity', lease_token = null,
        failures = failures + case when $4 in ('untried', 'throttled') then 0 else 1 end,
        head_tries = head_tries - case when $4 in ('untried', 'throttled') then 1 else 0 end,
        head_unanswered = head_unanswered - case when $4 in ('unanswered', 'notice') then 0 else 1 end
      where chat_id = $1 and lease_token = $2`,
    values: [chatId, leaseToken, waitMs, end, paceMs, burst],
  });
  return rowCount === 1;
}

export type Release = {
  chatId: ChatId;
  leaseToken: string;
  waitMs: number;
  end: LetGo;
  /** of the chat, see pace_columns.ts */
  paceMs: number;
  burst: number;
};

/** Hold a chat for longer, before an upload that may take a while. @returns false when the lease is no longer ours */
export async function renewLease(
  db: Queryable,
  { chatId, leaseToken, leaseMs }: { chatId: ChatId; leaseToken: string; leaseMs: number },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'renew_lease',
    text: `
      update chat_schedule set lease_until = clock_timestamp() + $3 * interval '1 millisecond'
      where chat_id = $1 and lease_token = $2 and lease_until > clock_timestamp()`,
    values: [chatId, leaseToken, leaseMs],
  });
  return rowCount === 1;
}

/** How all the other chats fare: whether one was sent to since this one's item was first tried, and whether one is failing. */
export async function readOthers(db: Queryable, chatId: ChatId): Promise<{ passed: boolean; failing: boolean }> {
  const { rows } = await db.query<{ passed: boolean; failing: boolean }>({
    name: 'read_others',
    text: `
      select
        exists (
          select from chat_schedule where chat_id <> $1 and sent_at > (select head_first_at from chat_schedule where chat_id = $1)
        ) as passed,
        exists (select from chat_schedule where chat_id <> $1 and failures > 0) as failing`,
    values: [chatId],
  });
  return rows[0]!;
}
