// The end of a good poll: when its feed is asked next, as long as it is still ours.
import type { Queryable } from '../db.ts';
import type { Payload } from '../payload.ts';
import type { Rescheduled } from './batches.ts';
import { PRIORITY } from './jobs.ts';
/**
 * End a poll that found a new document, in the transaction that stores it, and let the feed's readers be told where there are new items:
 * un-keyed, since a keyed job may be running already, with a snapshot older than these items.
 * @returns whether the feed was still ours; if not, nothing was done
 */
export async function rescheduleChanged(
  tx: Queryable,
  leaseToken: string,
  { feedId, waitMs, intervalMs, hasNewItems }: Omit<Rescheduled, 'validators'> & { hasNewItems: boolean },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'reschedule_changed',
    text: `
      with dated as (
        update feed_schedule
        set next_sync_at = clock_timestamp() + $3 * interval '1 millisecond', interval_ms = $4, lease_token = null,
          last_polled_at = clock_timestamp(), last_ok_at = clock_timestamp()
        where feed_id = $1::bigint and lease_token = $2
        returning feed_id
      )
      select case when $5::boolean then (graphile_worker.add_job('fan_out', $6::json, priority := $7::int)).id end from dated`,
    values: [
      feedId,
      leaseToken,
      Math.round(waitMs),
      Math.round(intervalMs),
      hasNewItems,
      JSON.stringify({ feedId } satisfies Payload<'fan_out'>),
      PRIORITY.deliver,
    ],
  });
  return rowCount === 1;
}
