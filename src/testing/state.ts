// All that is stored for people, to hold one moment against another: what was refused must have changed nothing.
import type { Queryable } from '../db.ts';

/** Tables that move by themselves, or on every update: queues, counters, schedules. Every other one counts, new ones too. */
const MACHINERY = new Set([
  'migrations',
  'updates',
  'command_counts',
  'send_budget',
  'workers',
  'chat_schedule',
  'hosts',
]);

type Row = Record<string, unknown>;

/**
 * Use it where no feed is polled and no item is on its way.
 * @param except a chat whose own rows are left out
 */
export async function readState(db: Queryable, { except }: { except?: string } = {}): Promise<Record<string, Row[]>> {
  const { rows: tables } = await db.query<{ name: string }>({
    text: `
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  });
  const state: Record<string, Row[]> = {};
  for (const { name } of tables.filter((table) => !MACHINERY.has(table.name))) {
    const { rows } = await db.query<{ row: Row }>({
      text: `select to_jsonb(t) as row from "${name}" t order by t::text`,
    });
    const isOthers = (row: Row) => String(name === 'chats' ? row.id : row.chat_id) !== except;
    state[name] = rows.map(({ row }) => row).filter(isOthers);
  }
  return state;
}
