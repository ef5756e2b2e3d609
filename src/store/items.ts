// Items: stored once per feed, however many chats read it. Ids grow under the feed's row lock.
import type { Queryable } from '../db.ts';
import type { FeedId, ItemId } from './ids.ts';
import type { Item } from './item.ts';

/** The keys an item is recognised by; hashes in hex. */
export type ItemHashes = { guidHash: string | null; linkHash: string | null; fingerprint: string };

/** An item as it is read back for a message. */
export type StoredItem = Item & { itemId: ItemId; feedId: FeedId; firstSeenAt: string; revision: number };

/**
 * Where a new reader begins: before the newest `count` items.
 * @returns the cursor, and how many items lie past it
 */
export async function cursorBeforeNewest(
  tx: Queryable,
  feedId: FeedId,
  count: number,
): Promise<{ id: ItemId; after: number }> {
  const { rows } = await tx.query<{ id: ItemId; after: number }>({
    name: 'cursor_before_newest',
    text: `
      with newest as (select id from items where feed_id = $1 order by id desc limit $2 + 1)
      select coalesce((select id from newest order by id desc offset $2), 0) as id, least((select count(*) from newest), $2)::int as after`,
    values: [feedId, count],
  });
  return rows[0]!;
}
