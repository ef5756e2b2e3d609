// What may go: records that served their purpose. Partitions of deliveries are made ahead here too.
import type { Queryable } from '../db.ts';

const PARTITION_DAYS_AHEAD = 7;
const DELIVERY_DAYS = 30;
const UPDATE_DAYS = 2;

export type Cleaned = { partitionsMade: number; partitionsDropped: number; updates: number; requests: number };

/** Drop old delivery records, handled updates and answered requests. */
export async function cleanRecords(db: Queryable): Promise<Cleaned> {
  const { rows } = await db.query<{ made: number; dropped: number }>({
    text: 'select make_delivery_partitions($1) as made, drop_delivery_partitions($2) as dropped',
    values: [PARTITION_DAYS_AHEAD, DELIVERY_DAYS],
  });
  const updates = await db.query({
    text: `delete from updates where done_at < clock_timestamp() - $1 * interval '1 day'`,
    values: [UPDATE_DAYS],
  });
  const requests = await db.query({
    text: `delete from subscribe_requests where state <> 'open' and created_at < clock_timestamp() - $1 * interval '1 day'`,
    values: [UPDATE_DAYS],
  });
  return {
    partitionsMade: rows[0]!.made,
    partitionsDropped: rows[0]!.dropped,
    updates: updates.rowCount ?? 0,
    requests: requests.rowCount ?? 0,
  };
}
