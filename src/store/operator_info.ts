// How the whole bot is doing, for its operator.
import type { Queryable } from '../db.ts';

export type OperatorInfo = {
  chats: Record<string, number>;
  feeds: Record<string, number>;
  subscriptions: number;
  pausedChats: number;
  waitingJobs: number;
  failedJobs: number;
  tokens: number;
  slowdown: number;
  /** how late the feed is that should have been asked longest ago, in seconds */
  feedLagSeconds: number;
  /** how late the chat is that should have been sent to longest ago, in seconds */
  chatLagSeconds: number;
};

export async function readOperatorInfo(db: Queryable): Promise<OperatorInfo> {
  const { rows } = await db.query<OperatorInfo>({
    name: 'operator_info',
    text: `
      select
        (select coalesce(json_object_agg(kind, n), '{}') from (
          select kind, count(*)::int as n from chats c
          where exists (select from subscriptions s where s.chat_id = c.id and s.ended_at is null) group by kind) k) as chats,
        (select coalesce(json_object_agg(state, n), '{}') from (
          select state, count(*)::int as n from feeds f join feed_schedule fs on fs.feed_id = f.id group by state) k) as feeds,
        (select count(*)::int from subscriptions where ended_at is null) as subscriptions,
        (select count(*)::int from chats where state = 'paused') as "pausedChats",
        (select count(*)::int from graphile_worker.jobs where locked_at is null and run_at <= now()) as "waitingJobs",
        (select count(*)::int from graphile_worker.jobs where attempts >= max_attempts) as "failedJobs",
        (select tokens from send_budget) as tokens, (select slowdown from send_budget) as slowdown,
        (select coalesce(greatest(extract(epoch from clock_timestamp() - min(next_sync_at)), 0), 0)::int from feed_schedule) as "feedLagSeconds",
        (select coalesce(greatest(extract(epoch from clock_timestamp() - min(ready_at)), 0), 0)::int
          from chat_schedule where ready_at is not null) as "chatLagSeconds"`,
  });
  return rows[0]!;
}

/** @returns false when there is no feed at this URL */
export async function setContentFields(db: Queryable, url: string, fields: string[] | null): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'set_content_fields',
    text: 'update feeds set content_fields = $2 where url = $1',
    values: [url, fields],
  });
  return rowCount === 1;
}
