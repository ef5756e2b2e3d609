// What conversations leave behind: questions nobody answered, templates nobody kept, counts of minutes long past.
import type { Queryable } from '../db.ts';

/** How long buttons under a draft still work. */
const DRAFT_DAYS = 7;

/** @returns how many rows went */
export async function cleanConversations(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ gone: number }>({
    text: `
      with questions as (delete from conversations where until < clock_timestamp() returning 1),
        drafted as (delete from drafts where created_at < clock_timestamp() - $1 * interval '1 day' returning 1),
        texts as (delete from broadcasts where created_at < clock_timestamp() - $1 * interval '1 day' returning 1),
        counts as (delete from command_counts where minute < clock_timestamp() - interval '1 hour' returning 1)
      select (
        (select count(*) from questions) + (select count(*) from drafted) + (select count(*) from texts) + (select count(*) from counts)
      )::int as gone`,
    values: [DRAFT_DAYS],
  });
  return rows[0]!.gone;
}
