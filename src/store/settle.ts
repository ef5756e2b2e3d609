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

/** What came of a head: how it ended, and how the chat goes on. */
export type Settlement = Held & { endings: Ending[]; hasMore: boolean; pace: Pace };

const ENDING_COLUMNS = `"itemId" bigint, "toItemId" bigint, outcome text, reason text, "messageIds" bigint[]`;

/**
 * Write down what came of heads and let their chats go, in one statement. The ends are recorded in any case, since they happened; the
 * leases fence only the schedule: a sender whose lease ran out must not clear what another one holds. Rows are locked in the order of
 * their ids, subscriptions first, so that two of these never wait for each other in a circle.
 * @returns for each, whether the lease was still ours
 */
export async function settle(db: Queryable, settlements: Settlement[]): Promise<boolean[]> {
  const { rows } = await db.query<{ place: number; isMoved: boolean; isOurs: boolean }>({
    name: 'settle',
    text: `
      with given as materialized (
        select * from json_to_recordset($1) as g(
          place int, chat_id bigint, lease_token uuid, wakes bigint, subscription_id bigint, cursor bigint, last bigint, endings json,
          has_more boolean, messages float8, pace_ms float8, burst float8)
      ), locked as materialized (
        select id from subscriptions where id = any(array(select subscription_id from given)) order by id for no key update
      ), moved as (
        update subscriptions s set cursor = g.last, parts_done = 0, part_message_ids = '{}', digest_to = null
        from given g
        where s.id = any(array(select id from locked)) and s.id = g.subscription_id and s.cursor = g.cursor
        returning g.place
      ), recorded as (
        insert into deliveries (subscription_id, chat_id, item_id, to_item_id, outcome, reason, message_ids)
        select g.subscription_id, g.chat_id, e."itemId", e."toItemId", e.outcome, e.reason, e."messageIds"
        from moved join given g using (place) cross join lateral json_to_recordset(g.endings) as e(${ENDING_COLUMNS})
      ), held as materialized (
        select chat_id from chat_schedule
        where chat_id = any(array(select chat_id from given)) and (select count(*) from moved) >= 0 -- those first
        order by chat_id for update
      ), paced as (
        update chat_schedule s set
          due_at = case when not g.has_more and s.wakes = g.wakes then null else due_at end,
          sent_at = case when g.messages > 0 then clock_timestamp() else sent_at end,
          lease_until = '-infinity', lease_token = null,
          head_item = null, head_tries = 0, head_unanswered = 0, head_first_at = null, failures = 0,
          ${paceColumns('g.messages', 'g.pace_ms', 'g.burst')}
        from given g
        where s.chat_id = any(array(select chat_id from held)) and s.chat_id = g.chat_id and s.lease_token = g.lease_token
        returning g.place
      )
      select place, exists (select from moved m where m.place = g.place) as "isMoved",
        exists (select from paced p where p.place = g.place) as "isOurs"
      from given g order by place`,
    values: [JSON.stringify(settlements.map(rowOf))],
  });
  const late = rows.filter(({ isMoved }) => !isMoved).map(({ place }) => settlements[place]!);
  if (late.length > 0) await recordLate(db, late);
  const lost = rows.filter(({ isOurs }) => !isOurs).length;
  if (lost > 0) await countLateEnds(db, lost);
  return rows.map(({ isOurs }) => isOurs);
}

function rowOf({ chat, leaseToken, subscriptionId, cursor, endings, hasMore, pace }: Settlement, place: number) {
  return {
    place,
    chat_id: chat.chatId,
    lease_token: leaseToken,
    wakes: chat.wakes,
    subscription_id: subscriptionId,
    cursor,
    last: lastOf(endings),
    endings,
    has_more: hasMore,
    messages: pace.messages,
    pace_ms: pace.paceMs,
    burst: pace.burst,
  };
}

/**
 * The cursors were elsewhere: another sender, a person or the first run of the same statement, whose answer was lost, had moved them.
 * What happened is recorded all the same; a record of the same end within the hour is that first run's.
 */
async function recordLate(db: Queryable, settlements: Settlement[]): Promise<void> {
  await db.query({
    name: 'record_late',
    text: `
      insert into deliveries (subscription_id, chat_id, item_id, to_item_id, outcome, reason, message_ids)
      select g.subscription_id, g.chat_id, e."itemId", e."toItemId", e.outcome, e.reason, e."messageIds"
      from json_to_recordset($1) as g(subscription_id bigint, chat_id bigint, endings json)
      cross join lateral json_to_recordset(g.endings) as e(${ENDING_COLUMNS})
      where not exists (
        select from deliveries d
        where d.subscription_id = g.subscription_id and d.item_id = e."itemId" and d.outcome = e.outcome
          and d.message_ids = e."messageIds" and d.at > now() - interval '1 hour')`,
    values: [JSON.stringify(settlements.map(rowOf))],
  });
}

async function countLateEnds(db: Queryable, count: number): Promise<void> {
  await db.query({
    name: 'count_late_ends',
    text: 'update send_budget set late_ends = late_ends + $1',
    values: [count],
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
