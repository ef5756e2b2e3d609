// What may go: records that served their purpose. Partitions of deliveries are made ahead here too.
import type { Database } from '../db.ts';
import { cleanConversations } from './chat_retention.ts';
import { dropSpentTicks } from './jobs.ts';
import { expirePaused } from './pauses.ts';

const PARTITION_DAYS_AHEAD = 7;
const DELIVERY_DAYS = 30;
const UPDATE_DAYS = 2;
const NOTICE_DAYS = 30;
const TICK_DAYS = 1;
/** How long a pause by an error keeps what came meanwhile. */
const BACKLOG_DAYS = 7;

export type Cleaned = {
  partitionsMade: number;
  partitionsDropped: number;
  /** records that found no partition of their day: must be 0 */
  misplaced: number;
  updates: number;
  requests: number;
  notices: number;
  /** jobs of the crontab that used up their tries */
  ticks: number;
  /** questions, drafts and counts of conversations */
  conversations: number;
  /** subscriptions whose backlog was given up */
  expired: number;
};

/** Drop old delivery records, handled updates, answered requests and told notices, and give up what was paused for too long. */
export async function cleanRecords(db: Database): Promise<Cleaned> {
  const { rows } = await db.query<{ made: number; dropped: number; misplaced: number }>({
    text: `
      select make_delivery_partitions($1) as made, drop_delivery_partitions($2) as dropped,
        (select count(*)::int from deliveries_default) as misplaced`,
    values: [PARTITION_DAYS_AHEAD, DELIVERY_DAYS],
  });
  // Those of a day that nobody made a partition for go with their day all the same.
  await db.query({
    text: `delete from deliveries_default where at < current_date - $1 * interval '1 day'`,
    values: [DELIVERY_DAYS],
  });
  const updates = await db.query({
    text: `delete from updates where done_at < clock_timestamp() - $1 * interval '1 day'`,
    values: [UPDATE_DAYS],
  });
  const requests = await db.query({
    text: `delete from subscribe_requests where state <> 'open' and created_at < clock_timestamp() - $1 * interval '1 day'`,
    values: [UPDATE_DAYS],
  });
  const notices = await db.query({
    text: `delete from notices where sent_at < clock_timestamp() - $1 * interval '1 day'`,
    values: [NOTICE_DAYS],
  });
  return {
    partitionsMade: rows[0]!.made,
    partitionsDropped: rows[0]!.dropped,
    misplaced: rows[0]!.misplaced,
    updates: updates.rowCount ?? 0,
    requests: requests.rowCount ?? 0,
    notices: notices.rowCount ?? 0,
    ticks: await dropSpentTicks(db, TICK_DAYS),
    conversations: await cleanConversations(db),
    expired: await expirePaused(db, BACKLOG_DAYS),
  };
}
