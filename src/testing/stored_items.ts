// Items put into a feed by a test, without a document that brought them.
import type { Queryable } from '../db.ts';
import type { FeedId, ItemId } from '../store/ids.ts';
import type { Item } from '../store/item.ts';
import type { ItemHashes } from '../store/items.ts';

/** An item of which no more is known than its title. */
export function titled(title: string): ItemHashes & { item: Item } {
  const unknown = { guid: null, link: null, author: null, summary: null, content: null };
  const item = { ...unknown, title, categories: [], media: [], publishedAt: null, updatedAt: null };
  return { item, guidHash: null, linkHash: null, fingerprint: 'aa' };
}

/** Oldest first; call it under the feed's lock, as all that gives out item ids. */
export async function insertItems(
  tx: Queryable,
  feedId: FeedId,
  items: readonly (ItemHashes & { item: Item })[],
  { rebuilt, firstFetch }: { rebuilt: boolean; firstFetch: boolean },
): Promise<ItemId[]> {
  const ids: ItemId[] = [];
  for (const { item, ...hashes } of items) {
    const { rows } = await tx.query<{ id: ItemId }>({
      name: 'insert_item',
      text: `
        insert into items (feed_id, guid_hash, link_hash, fingerprint, guid, link, title, author, summary, content, categories, media,
          published_at, updated_at, rebuilt, first_fetch)
        values ($1, decode($2, 'hex'), decode($3, 'hex'), decode($4, 'hex'), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        returning id`,
      values: [
        ...[
          feedId,
          hashes.guidHash,
          hashes.linkHash,
          hashes.fingerprint,
          item.guid,
          item.link,
          item.title,
          item.author,
        ],
        ...[item.summary, item.content, item.categories, JSON.stringify(item.media), item.publishedAt, item.updatedAt],
        ...[rebuilt, firstFetch],
      ],
    });
    ids.push(rows[0]!.id);
  }
  return ids;
}
