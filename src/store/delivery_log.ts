// What became of a subscription's items, as `deliveries` keeps it for 30 days.
import type { Queryable } from '../db.ts';
import type { SubscriptionId } from './ids.ts';
import type { Ending } from './settle.ts';

export type LoggedEnd = Pick<Ending, 'outcome' | 'reason'> & {
  /** ISO 8601 */
  at: string;
  /** null: nobody remembers its title any more */
  title: string | null;
  link: string | null;
  /** of a run of items: the title of its last one */
  lastTitle: string | null;
};

/** The newest `limit` ends, newest item first. */
export async function readEnds(db: Queryable, subscriptionId: SubscriptionId, limit: number): Promise<LoggedEnd[]> {
  const { rows } = await db.query<LoggedEnd>({
    name: 'read_ends',
    text: `
      select d.outcome, d.reason, to_json(d.at) #>> '{}' as at, i.title, i.link, l.title as "lastTitle"
      from deliveries d left join items i on i.id = d.item_id left join items l on l.id = d.to_item_id and l.id <> d.item_id
      where d.subscription_id = $1 order by d.item_id desc, d.at desc limit $2`,
    values: [subscriptionId, limit],
  });
  return rows;
}
