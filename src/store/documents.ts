// Documents are stored here, many at once: a statement costs more than a document in it.
import type { Queryable } from '../db.ts';
import type { FeedId, ItemId } from './ids.ts';
import type { Item } from './item.ts';
import type { ItemHashes } from './items.ts';
import { PRIORITY } from './jobs.ts';
import { toJson } from './json.ts';
import type { StoredDocument } from './stored_documents.ts';

export type NewItem = ItemHashes & { item: Item };

/** A document as it is to be stored, and all that follows from what the feed had. */
export type DocumentChange = {
  feedId: FeedId;
  /** what it was compared with: had the feed something else by now, nothing is written */
  before: Pick<StoredDocument, 'itemIds' | 'bodyHash'> & { contentFields: string[] | null };
  format: string;
  title: string;
  link: string | null;
  hubUrl: string | null;
  selfUrl: string | null;
  etag: string | null;
  lastModified: string | null;
  /** sha-256 in hex */
  bodyHash: string;
  hints: object;
  /** when its last item came (epoch milliseconds), and in which hours of the week they come */
  lastItemAtMs: number | null;
  busyHours: number[];
  /** oldest first */
  added: readonly NewItem[];
  /** of the added: nearly the whole document is new, or all of it is the first that we see */
  rebuilt: boolean;
  firstFetch: boolean;
  knownIds: ItemId[];
  /** of the known: those whose keys or text the document has changed; the text of an edited one is a new revision */
  changed: readonly (NewItem & { id: ItemId; isEdited: boolean })[];
  /** items of the document before that are not in this one, and unchanged ones in this one that were not in the one before */
  leftIds: ItemId[];
  backIds: ItemId[];
};

/** The end of the poll that brought a document; null where no poll did. */
export type PollEnd = { leaseToken: string; waitMs: number; intervalMs: number };

const COLUMNS = `
  title text, guid text, link text, author text, summary text, content text, categories jsonb, media jsonb,
  "publishedAt" timestamptz, "updatedAt" timestamptz, "guidHash" text, "linkHash" text, fingerprint text`;

/**
 * Store documents of several feeds in one statement: their items, the validators that belong to them, the feeds' next turns, and jobs that
 * let readers know where items were added (un-keyed, since a keyed one may be running already, with a snapshot older than these items).
 *
 * Under the feeds' row locks, as all that gives out item ids (see `lockFeed`); a condition is looked at again once the lock is there, so a
 * feed that somebody gave another document since it was read is left alone: what is new would be told by what it no longer has. Locks are
 * taken as everybody does: `feeds`, `feed_schedule`, each in id order, then items. Items that left the document or are back in it are noted,
 * since forgetting their hashes counts from when they left.
 * @param changes of each feed one; of a poll whose lease somebody else has by now nothing is stored: it brings an old document
 * @returns the feeds whose documents were stored
 */
export async function saveDocuments(
  db: Queryable,
  changes: readonly (DocumentChange & { end: PollEnd | null })[],
): Promise<Set<FeedId>> {
  const { rows } = await db.query<{ saved: FeedId[] }>({
    name: 'save_documents',
    text: `
      with documents as materialized (
        select * from json_to_recordset($1::json) as d(
          "feedId" bigint, "leaseToken" uuid, "waitMs" float8, "intervalMs" float8,
          "beforeIds" bigint[], "beforeHash" text, "contentFields" text[],
          format text, title text, link text, "hubUrl" text, "selfUrl" text, etag text, "lastModified" text, "bodyHash" text, hints jsonb,
          "lastItemAtMs" float8, "busyHours" smallint[], rebuilt boolean, "firstFetch" boolean,
          "knownIds" bigint[], "leftIds" bigint[], "backIds" bigint[], added json, changed json)
      ), locked as materialized (
        select f.id from feeds f join documents d on d."feedId" = f.id
        where f.document_item_ids = d."beforeIds" and f.body_hash is not distinct from decode(d."beforeHash", 'hex')
          and f.content_fields is not distinct from d."contentFields"
        order by f.id for no key update of f
      ), held as materialized (
        select s.feed_id, s.lease_token from feed_schedule s join documents d on d."feedId" = s.feed_id
        where s.feed_id = any(array(select id from locked)) and s.lease_token = d."leaseToken"
        order by s.feed_id for update of s
      ), dated as (
        update feed_schedule s
        set next_sync_at = clock_timestamp() + d."waitMs" * interval '1 millisecond', interval_ms = d."intervalMs", lease_token = null,
          last_polled_at = clock_timestamp(), last_ok_at = clock_timestamp()
        from documents d join held on held.feed_id = d."feedId" and held.lease_token = d."leaseToken"
        where s.feed_id = held.feed_id
      ), ours as materialized (
        select * from documents d
        where d."feedId" in (select id from locked)
          and (d."leaseToken" is null or (d."feedId", d."leaseToken") in (select feed_id, lease_token from held))
      ), added as (
        insert into items (feed_id, guid_hash, link_hash, fingerprint, guid, link, title, author, summary, content, categories, media,
          published_at, updated_at, rebuilt, first_fetch)
        select d."feedId", decode(n."guidHash", 'hex'), decode(n."linkHash", 'hex'), decode(n.fingerprint, 'hex'), n.guid, n.link, n.title,
          n.author, n.summary, n.content, array(select jsonb_array_elements_text(n.categories)), n.media, n."publishedAt", n."updatedAt",
          d.rebuilt, d."firstFetch"
        from ours d cross join lateral rows from (json_to_recordset(d.added) as (${COLUMNS})) with ordinality n
        order by d."feedId", n.ordinality
        returning id, feed_id
      ), changed as (
        update items i set
          guid_hash = decode(c."guidHash", 'hex'), link_hash = decode(c."linkHash", 'hex'), fingerprint = decode(c.fingerprint, 'hex'),
          title = case when c."isEdited" then c.title else i.title end,
          link = coalesce(c.link, i.link),
          author = case when c."isEdited" then c.author else i.author end,
          summary = case when c."isEdited" then c.summary else i.summary end,
          content = case when c."isEdited" then c.content else i.content end,
          media = case when c."isEdited" then c.media else i.media end,
          categories = case when c."isEdited" then array(select jsonb_array_elements_text(c.categories)) else i.categories end,
          updated_at = c."updatedAt",
          revision = i.revision + c."isEdited"::int,
          is_bare = i.is_bare and not c."isEdited",
          left_document_at = null
        from ours d cross join lateral json_to_recordset(d.changed) as c(id bigint, "isEdited" boolean, ${COLUMNS})
        where i.id = c.id
      ), moved as (
        update items i set left_document_at = case when m.is_left then clock_timestamp() end
        from (select unnest("leftIds") as id, true as is_left from ours union all select unnest("backIds"), false from ours) m
        where i.id = m.id and (m.is_left or i.left_document_at is not null)
      ), saved as (
        update feeds f set
          format = d.format, title = d.title, link = d.link, hub_url = d."hubUrl", self_url = d."selfUrl", etag = d.etag,
          last_modified = d."lastModified", body_hash = decode(d."bodyHash", 'hex'), hints = d.hints,
          document_item_ids = d."knownIds" || array(select id from added where added.feed_id = f.id order by id),
          last_item_at = to_timestamp(d."lastItemAtMs" / 1000), busy_hours = d."busyHours",
          state = 'active', failures = 0, failing_since = null, last_reason = null, last_error = null, gone_since = null,
          readers_told_at = null, moved_to = null, moved_cursor = null
        from ours d where f.id = d."feedId"
      ), specs as (
        select array(
          select row('fan_out', json_build_object('feedId', "feedId"::text), null, null, null, null, $2::smallint, null)::graphile_worker.job_spec
          from ours where json_array_length(added) > 0) as jobs
      )
      select array(select "feedId"::text from ours) as saved,
        case when cardinality(jobs) > 0 then (select count(*) from graphile_worker.add_jobs(jobs)) end
      from specs`,
    values: [toJson(changes.map(asRow)), PRIORITY.deliver],
  });
  return new Set(rows[0]!.saved);
}

function asRow({ before, end, added, changed, ...change }: DocumentChange & { end: PollEnd | null }): object {
  return {
    ...change,
    beforeIds: before.itemIds,
    beforeHash: before.bodyHash,
    contentFields: before.contentFields,
    leaseToken: end?.leaseToken ?? null,
    waitMs: Math.round(end?.waitMs ?? 0),
    intervalMs: Math.round(end?.intervalMs ?? 0),
    added: added.map(flat),
    changed: changed.map(flat),
  };
}

function flat({ item, ...rest }: NewItem): object {
  return { ...item, ...rest };
}
