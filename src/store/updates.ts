// What Telegram told us, stored before it is acknowledged, so that no command is lost or obeyed twice.
import type { Queryable } from '../db.ts';
import { toJson } from './json.ts';

export type StoredUpdate = { updateId: string; chatTelegramId: string | null; body: object };

/** Store updates; one that is here already is left as it is. Whoever handles them is told. */
export async function insertUpdates(db: Queryable, updates: readonly StoredUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  await db.query({
    name: 'insert_updates',
    text: `
      with stored as (
        insert into updates (update_id, chat_telegram_id, body)
        select * from unnest($1::bigint[], $2::bigint[], $3::jsonb[])
        on conflict do nothing
      )
      select pg_notify('feedherald_updates', '')`,
    values: [
      updates.map((update) => update.updateId),
      updates.map((update) => update.chatTelegramId),
      updates.map((update) => toJson(update.body)),
    ],
  });
}

/**
 * Take in hand the oldest updates that nobody has handled, except those in `inHand`. A chat of which another inbox has an update in
 * hand is left alone: it may be that of a process that lost its place and is still answering, and a chat is answered in order.
 * @param leaseMs how long another inbox keeps off, should this one be killed
 */
export async function claimUpdates(
  db: Queryable,
  { token, inHand, limit, leaseMs }: { token: string; inHand: readonly string[]; limit: number; leaseMs: number },
): Promise<StoredUpdate[]> {
  const { rows } = await db.query<StoredUpdate>({
    name: 'claim_updates',
    text: `
      with open as (
        select update_id from updates u
        where done_at is null and update_id <> all($2::bigint[]) and not exists (
          select from updates held
          where held.done_at is null and held.chat_telegram_id is not distinct from u.chat_telegram_id
            and held.claim_token <> $1::uuid and held.claimed_until > clock_timestamp()
        )
        order by update_id
        limit $3
      ), claimed as (
        update updates u set claim_token = $1::uuid, claimed_until = clock_timestamp() + $4 * interval '1 millisecond'
        from open where u.update_id = open.update_id
        returning u.update_id, u.chat_telegram_id, u.body
      )
      select update_id as "updateId", chat_telegram_id as "chatTelegramId", body from claimed order by update_id`,
    values: [token, inHand, limit, leaseMs],
  });
  return rows;
}

/** Give back what an inbox has not begun. */
export async function releaseUpdates(db: Queryable, token: string): Promise<void> {
  await db.query({
    name: 'release_updates',
    text: 'update updates set claimed_until = null where claim_token = $1 and done_at is null',
    values: [token],
  });
}

export async function markUpdateDone(db: Queryable, updateId: string): Promise<void> {
  await db.query({
    name: 'mark_update_done',
    text: 'update updates set done_at = clock_timestamp() where update_id = $1',
    values: [updateId],
  });
}
