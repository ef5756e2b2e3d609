// The token bucket for everything we send, one row shared by all processes.
import type { Queryable } from '../db.ts';

/**
 * Take up to `wanted` tokens. Items leave `reserve` tokens in the bucket, which are for answers to people.
 * Its own short statement, never inside a transaction: the row is everybody's.
 * @param perSecond the full rate; Telegram's 429s may have slowed it
 * @param capacity how many tokens may pile up: with the rate, the most that one second can see
 * @returns what was granted, and when the next token is there
 */
export async function takeTokens(
  db: Queryable,
  { wanted, perSecond, capacity, reserve }: { wanted: number; perSecond: number; capacity: number; reserve: number },
): Promise<{ granted: number; nextInMs: number }> {
  const { rows } = await db.query<{ granted: number; nextInMs: number }>({
    name: 'take_tokens',
    text: `
      with filled as (
        select least($3::float8, tokens + extract(epoch from clock_timestamp() - refilled_at) * $2::float8 * slowdown) as tokens, slowdown
        from send_budget for update
      ), granted as (
        select tokens, slowdown, greatest(0, least($1::int, floor(tokens - $4::float8)))::int as n from filled
      ), taken as (
        update send_budget set tokens = granted.tokens - n, refilled_at = clock_timestamp() from granted
      )
      select n as granted, greatest(0, ($4 + 1 - (tokens - n)) / ($2 * slowdown) * 1000)::float8 as "nextInMs" from granted`,
    values: [wanted, perSecond, capacity, reserve],
  });
  return rows[0]!;
}

/** Give back tokens that were taken for chats and not used. */
export async function returnTokens(db: Queryable, unused: number, capacity: number): Promise<void> {
  if (unused === 0) return;
  await db.query({
    name: 'return_tokens',
    text: 'update send_budget set tokens = least($2::float8, tokens + $1)',
    values: [unused, capacity],
  });
}
