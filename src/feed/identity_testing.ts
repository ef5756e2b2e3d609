// A feed without a database, for tests of what is known and what is new.
import type { Item } from '../store/item.ts';
import { lookupHashes, recogniseItems } from './identity.ts';
import type { KnownItem } from './item_claims.ts';
import { type ContentField, type Hashes, hashItems } from './item_hashes.ts';

/** A feed as the store would keep it: rows that outlive the document, found by any of a document's hashes. */
export function aFeed(options: { contentFields?: ContentField[] | null; homeUrl?: string | null } = {}) {
  const rows: Omit<KnownItem<number>, 'isStanding'>[] = [];
  let standing = new Set<number>();
  let contentFields = options.contentFields ?? null;
  const store = (id: number, { guidHash, linkHash, fingerprint }: Hashes, { publishedAt }: Item) => {
    rows[id] = { id, guidHash, linkHash, fingerprint, publishedAt };
  };
  return {
    choose: (fields: ContentField[] | null) => {
      contentFields = fields;
    },
    poll: (...document: Item[]) => {
      const hashed = hashItems(document, { contentFields, homeUrl: options.homeUrl ?? null });
      const { guidHashes, linkHashes, fingerprints } = lookupHashes(hashed);
      const candidates = rows
        .filter(
          (row) =>
            guidHashes.includes(row.guidHash ?? '') ||
            linkHashes.includes(row.linkHash ?? '') ||
            fingerprints.includes(row.fingerprint),
        )
        .map((row) => ({ ...row, isStanding: standing.has(row.id) }));
      const recognition = recogniseItems(hashed, candidates, { hadItems: rows.length > 0 });
      for (const { id, hashes, entry } of recognition.known) store(id, hashes, entry.item);
      standing = new Set(recognition.known.map(({ id }) => id));
      for (const entry of recognition.new) {
        standing.add(rows.length);
        store(rows.length, entry, entry.item);
      }
      return {
        new: recognition.new.map((entry) => entry.item.title),
        edited: recognition.edited.map((match) => match.entry.item.title),
        rebuilt: recognition.rebuilt,
      };
    },
  };
}

export function anItem(name: string, changes: Partial<Item> = {}): Item {
  return {
    guid: `guid-${name}`,
    link: `https://example.org/${name}`,
    title: `Title ${name}`,
    author: null,
    summary: null,
    content: `<p>Text of ${name}</p>`,
    categories: [],
    media: [],
    publishedAt: null,
    updatedAt: null,
    ...changes,
  };
}

export const nothing = { new: [], edited: [], rebuilt: false };
