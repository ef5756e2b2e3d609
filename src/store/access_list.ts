// Who may use the bot at all, and how often.
import type { Queryable } from '../db.ts';

export type Verdict = 'banned' | 'allowed';

/** What the list says of a person and a chat together. `isListed`: one of them is let in by name. */
export async function readAccess(
  db: Queryable,
  telegramIds: string[],
): Promise<{ isBanned: boolean; isListed: boolean; isListOnly: boolean }> {
  const { rows } = await db.query<{ isBanned: boolean; isListed: boolean; isListOnly: boolean }>({
    name: 'read_access',
    text: `
      select coalesce(bool_or(verdict = 'banned'), false) as "isBanned", coalesce(bool_or(verdict = 'allowed'), false) as "isListed",
        (select allow_list from bot_settings) as "isListOnly"
      from access_list where telegram_id = any($1::bigint[])`,
    values: [telegramIds],
  });
  return rows[0]!;
}

/** @param verdict null takes the id off the list */
export async function setVerdict(db: Queryable, telegramId: string, verdict: Verdict | null): Promise<void> {
  await db.query({
    name: 'set_verdict',
    text: `
      with gone as (delete from access_list where telegram_id = $1 and $2::text is null)
      insert into access_list (telegram_id, verdict) select $1, $2 where $2::text is not null
      on conflict (telegram_id) do update set verdict = excluded.verdict`,
    values: [telegramId, verdict],
  });
}

export async function setAllowList(db: Queryable, isOn: boolean): Promise<void> {
  await db.query({ name: 'set_allow_list', text: 'update bot_settings set allow_list = $1', values: [isOn] });
}

/** Count one more use in the current minute for each key. @returns the highest count */
export async function countUse(db: Queryable, keys: string[]): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'count_use',
    text: `
      with used as (
        insert into command_counts as c (key, minute, count)
        select key, date_trunc('minute', clock_timestamp()), 1 from unnest($1::text[]) key order by key
        on conflict (key) do update set
          minute = excluded.minute, count = case when c.minute = excluded.minute then c.count + 1 else 1 end
        returning count
      ) select max(count) as count from used`,
    values: [[...new Set(keys)]],
  });
  return rows[0]!.count;
}
