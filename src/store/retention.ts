// What may go: records that served their purpose. Partitions of deliveries are made ahead here too.
import { type Database, isRolledBack, type Queryable } from '../db.ts';
import { cleanConversations } from './chat_retention.ts';
import { dropSpentTicks } from './jobs.ts';
import { expirePaused } from './pauses.ts';

const PARTITION_DAYS_AHEAD = 7;
const PARTITION_WAIT_MS = 200;
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
  const { made, dropped } = await tendPartitions(db);
  const { rows } = await db.query<{ misplaced: number }>({
    text: 'select count(*)::int as misplaced from deliveries_default',
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
    partitionsMade: made,
    partitionsDropped: dropped,
    misplaced: rows[0]!.misplaced,
    updates: updates.rowCount ?? 0,
    requests: requests.rowCount ?? 0,
    notices: notices.rowCount ?? 0,
    ticks: await dropSpentTicks(db, TICK_DAYS),
    conversations: await cleanConversations(db),
    expired: await expirePaused(db, BACKLOG_DAYS),
  };
}

/**
 * Make the partitions of the days to come and drop the old ones. Both take the whole table for a moment, and while they wait for it, behind
 * a backup perhaps, no end of a message can be written: so they wait briefly, and leave it to the next hour.
 */
async function tendPartitions(db: Database): Promise<{ made: number; dropped: number }> {
  const tend = async (tx: Queryable) => {
    await tx.query({ text: `set local lock_timeout = '${PARTITION_WAIT_MS}ms'` });
    const { rows } = await tx.query<{ made: number; dropped: number }>({
      text: 'select make_delivery_partitions($1) as made, drop_delivery_partitions($2) as dropped',
      values: [PARTITION_DAYS_AHEAD, DELIVERY_DAYS],
    });
    return rows[0]!;
  };
  return db.transaction(tend).catch((error: unknown) => {
    if (!isRolledBack(error)) throw error;
    return { made: 0, dropped: 0 };
  });
}
