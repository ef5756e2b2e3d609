// How an item ended for a subscription. Cursors move only from where the sender found them: whoever subscribed anew, resumed or moved on
// meanwhile is not disturbed by an end that comes late.
import type { Queryable } from '../db.ts';
import type { ClaimedChat } from './chat_schedule.ts';
import type { ChatId, ItemId, SubscriptionId } from './ids.ts';
import { type Pace, paceColumns } from './pace_columns.ts';

/** One item, or a run of them, as `deliveries` keeps it. */
export type Ending = {
  itemId: ItemId;
  /** the last one of a run */
  toItemId: ItemId | null;
  outcome: 'sent' | 'filtered' | 'merged' | 'parked' | 'expired';
  /** Telegram's words, or the clause that decided */
  reason: string | null;
  messageIds: string[];
};

/** Whose head it is, under which lease. */
export type Held = {
  chat: ClaimedChat;
  leaseToken: string;
  subscriptionId: SubscriptionId;
  cursor: ItemId;
};

/** Of these parameters; a `from` or `where` may follow. */
const recordOf = (subscription: string, chat: string, endings: string) => `
  insert into deliveries (subscription_id, chat_id, item_id, to_item_id, outcome, reason, message_ids)
  select ${subscription}, ${chat}, e."itemId", e."toItemId", e.outcome, e.reason, e."messageIds"
  from json_to_recordset(${endings}) as e("itemId" bigint, "toItemId" bigint, outcome text, reason text, "messageIds" bigint[])`;

/**
 * Write down what came of a head and let its chat go, in one statement. The end is recorded in any case, since it happened; the lease
 * fences only the schedule: a sender whose lease ran out must not clear what another one holds.
 * @returns whether the lease was still ours
 */
export async function settle(
  db: Queryable,
  {
    chat,
    leaseToken,
    subscriptionId,
    cursor,
    endings,
    hasMore,
    pace,
  }: Held & { endings: Ending[]; hasMore: boolean; pace: Pace },
): Promise<boolean> {
  const written = JSON.stringify(endings);
  const { rows } = await db.query<{ isMoved: boolean; isOurs: boolean }>({
    name: 'settle',
    text: `
      with moved as (
        update subscriptions set cursor = $4, parts_done = 0, part_message_ids = '{}', digest_to = null where id = $3 and cursor = $5
        returning id
      ), recorded as (${recordOf('$3', '$1', '$6')} where exists (select from moved)), paced as (
        update chat_schedule set
          due_at = case when not $7 and wakes = $8 then null else due_at end,
          sent_at = case when $9::float8 > 0 then clock_timestamp() else sent_at end,
          lease_until = '-infinity', lease_token = null,
          head_item = null, head_tries = 0, head_unanswered = 0, head_first_at = null, failures = 0,
          ${paceColumns('$9::float8', '$10::float8', '$11::float8')}
        where chat_id = $1 and lease_token = $2
        returning chat_id
      )
      select exists (select from moved) as "isMoved", exists (select from paced) as "isOurs"`,
    values: [
      chat.chatId,
      leaseToken,
      subscriptionId,
      lastOf(endings),
      cursor,
      written,
      hasMore,
      chat.wakes,
      pace.messages,
      pace.paceMs,
      pace.burst,
    ],
  });
  const { isMoved, isOurs } = rows[0]!;
  if (!isMoved) await recordLate(db, { chat, subscriptionId, written });
  return isOurs;
}

/**
 * The cursor was elsewhere: another sender, a person or the first run of the same statement, whose answer was lost, had moved it. What
 * happened is recorded all the same; a record of the same end within the hour is that first run's.
 */
async function recordLate(
  db: Queryable,
  { chat, subscriptionId, written }: Pick<Held, 'chat' | 'subscriptionId'> & { written: string },
): Promise<void> {
  await db.query({
    name: 'record_late',
    text: `
      ${recordOf('$1', '$2', '$3')}
      where not exists (
        select from deliveries d
        where d.subscription_id = $1 and d.item_id = e."itemId" and d.outcome = e.outcome and d.message_ids = e."messageIds"
          and d.at > now() - interval '1 hour')`,
    values: [subscriptionId, chat.chatId, written],
  });
}

/**
 * Pass over items that are not sent, and keep the chat: its next head is to be read. Changes nothing when somebody else has moved the
 * cursor.
 */
export async function settlePassed(
  db: Queryable,
  { chat, subscriptionId, cursor, endings }: Pick<Held, 'chat' | 'subscriptionId' | 'cursor'> & { endings: Ending[] },
): Promise<void> {
  await db.query({
    name: 'settle_passed',
    text: `
      with moved as (update subscriptions set cursor = $2 where id = $3 and cursor = $4 returning id)
      insert into deliveries (subscription_id, chat_id, item_id, to_item_id, outcome, reason)
      select $3, $1, e."itemId", e."toItemId", e.outcome, e.reason
      from moved, json_to_recordset($5) as e("itemId" bigint, "toItemId" bigint, outcome text, reason text)`,
    values: [chat.chatId, lastOf(endings), subscriptionId, cursor, JSON.stringify(endings)],
  });
}

function lastOf(endings: Ending[]): ItemId {
  const last = endings.at(-1)!;
  return last.toItemId ?? last.itemId;
}

/**
 * One part of several is with Telegram: write it down and let the chat go, so that a retry resumes behind it and the next part keeps
 * the chat's pace.
 */
export async function settlePart(
  db: Queryable,
  part: Held & { chatId: ChatId; partsDone: number; messageIds: string[]; digestTo: ItemId | null; pace: Pace },
): Promise<void> {
  await db.query({
    name: 'settle_part',
    text: `
      with done as (
        update subscriptions set parts_done = $4, part_message_ids = part_message_ids || $6::bigint[], digest_to = $7
        where id = $3 and cursor = $5 and parts_done < $4
      )
      update chat_schedule set
        sent_at = clock_timestamp(), lease_until = '-infinity', lease_token = null,
        head_item = null, head_tries = 0, head_unanswered = 0, head_first_at = null, failures = 0,
        ${paceColumns('$8::float8', '$9::float8', '$10::float8')}
      where chat_id = $1 and lease_token = $2`,
    values: [
      part.chatId,
      part.leaseToken,
      part.subscriptionId,
      part.partsDone,
      part.cursor,
      part.messageIds,
      part.digestTo,
      part.pace.messages,
      part.pace.paceMs,
      part.pace.burst,
    ],
  });
}
