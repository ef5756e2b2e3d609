// The token bucket for everything we send, one row shared by all processes.
import type { Queryable } from '../db.ts';
import type { ChatId } from './ids.ts';

/** How much of the full rate is left after Telegram's 429s; it doubles each minute until it is whole again. */
const RATE = `least(1, slowdown * power(2::float8, least(60, extract(epoch from clock_timestamp() - slowed_at) / 60)))`;

const IS_WIDESPREAD = `
  throttled_chat <> $1 and throttled_at > clock_timestamp() - interval '10 seconds' and slowed_at < clock_timestamp() - interval '1 second'`;

/**
 * Take up to `wanted` of the tokens that are there, or, when there are none, of those of the near future: a bucket that is full when
 * somebody comes a moment late has lost tokens for good. Its own short statement, never inside a transaction: the row is everybody's.
 * @param perSecond the full rate; Telegram's 429s may have slowed it
 * @param capacity how many tokens may pile up: with the rate, the most that one second can see
 * @param ahead how many tokens that are not there yet may be booked, by all together
 * @returns what was granted, when all of that may be used, and when more may be granted
 */
export async function takeTokens(
  db: Queryable,
  { wanted, perSecond, capacity, ahead }: { wanted: number; perSecond: number; capacity: number; ahead: number },
): Promise<Taken> {
  const { rows } = await db.query<Taken>({
    name: 'take_tokens',
    text: `
      with budget as (
        select tokens, refilled_at, clock_timestamp() as now, $2::float8 * ${RATE} as rate from send_budget for update
      ), filled as (
        select least($3::float8, tokens + greatest(0, extract(epoch from now - refilled_at)) * rate) as tokens, rate, now from budget
      ), granted as (
        select tokens, rate, now,
          case when tokens >= 1 then least($1::int, floor(tokens)) else least($1::int, greatest(0, floor(tokens + $4::float8))) end::int as n
        from filled
      ), taken as (
        update send_budget set tokens = granted.tokens - n, refilled_at = now from granted
      )
      select n as granted, greatest(0, (n - tokens) / rate * 1000)::float8 as "waitMs",
        greatest(0, (1 - $4 - (tokens - n)) / rate * 1000)::float8 as "nextInMs"
      from granted`,
    values: [wanted, perSecond, capacity, ahead],
  });
  const taken = rows[0]!;
  return taken.granted === 0 ? { ...taken, waitMs: 0 } : taken;
}

export type Taken = { granted: number; waitMs: number; nextInMs: number };

/** Give back tokens that were taken for chats and not used. */
export async function returnTokens(db: Queryable, unused: number, capacity: number): Promise<void> {
  if (unused === 0) return;
  await db.query({
    name: 'return_tokens',
    text: 'update send_budget set tokens = least($2::float8, tokens + $1)',
    values: [unused, capacity],
  });
}

/**
 * Telegram told us to slow down in a chat. One chat's flood is its own; when another chat was told the same within ten seconds, we are
 * too fast as a whole, and the rate is halved, once in a second.
 */
export async function noteThrottled(db: Queryable, chatId: ChatId): Promise<void> {
  await db.query({
    name: 'note_throttled',
    text: `
      update send_budget set
        slowdown = case when ${IS_WIDESPREAD} then greatest(0.05, ${RATE} / 2) else slowdown end,
        slowed_at = case when ${IS_WIDESPREAD} then clock_timestamp() else slowed_at end,
        throttled_chat = $1, throttled_at = clock_timestamp()`,
    values: [chatId],
  });
}

/** Ends that were written without their lease, since ever; see sql/005. */
export async function readLateEnds(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ lateEnds: number }>({
    name: 'read_late_ends',
    text: 'select late_ends::float8 as "lateEnds" from send_budget',
  });
  return rows[0]!.lateEnds;
}
