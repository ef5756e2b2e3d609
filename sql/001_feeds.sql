-- Feeds and their items: one row per canonical URL, whoever reads it, and each item once.
create table feeds (
  id bigint generated always as identity primary key,
  url text not null unique, -- as it is asked for; may carry the credentials of a private feed
  format text check (format in ('rss', 'atom', 'rdf', 'json')),
  title text not null default '',
  link text, -- the site it belongs to
  hub_url text,
  self_url text,
  -- validators are opaque text, sent back verbatim (RFC 9110 section 13)
  etag text,
  last_modified text,
  body_hash bytea, -- sha-256 of the decoded bytes last read
  content_fields text[], -- el_monitorro's: which fields make an item's identity, where an operator said so
  state text not null default 'active' check (state in ('active', 'failing', 'gone', 'moved')),
  failures int not null default 0,
  failing_since timestamptz,
  last_reason jsonb, -- the last failure as a value; a chat reads it in its own language
  last_error text, -- and in plain words, for whoever reads this table
  moved_to bigint references feeds, -- state moved: where its subscriptions go once they have what is pending here
  moved_cursor bigint, -- and where they begin there
  redirect_url text, -- a permanent redirect under observation
  redirect_seen int not null default 0,
  redirect_since timestamptz,
  gone_since timestamptz, -- the first of two 410s
  document_item_ids bigint[] not null default '{}', -- what stands in the document now
  hints jsonb not null default '{}', -- what the document says of how often to come
  busy_hours smallint[] not null default '{}', -- hours of the week (0: Sunday midnight, GMT) in which its items come
  last_item_at timestamptz, -- when the last item came; for those of a first fetch, when it says it was published
  readers_told_at timestamptz, -- of the outage that lasts
  created_at timestamptz not null default clock_timestamp()
);

-- Narrow, since every poll writes it. A row only while somebody subscribes.
create table feed_schedule (
  feed_id bigint primary key references feeds on delete cascade,
  host text not null,
  next_sync_at timestamptz not null,
  lease_token uuid,
  interval_ms bigint not null default 0, -- as the feed itself would have it, before its host is spared
  last_polled_at timestamptz,
  last_ok_at timestamptz
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index feed_schedule_due on feed_schedule (next_sync_at);
create index feed_schedule_host on feed_schedule (host);

create table hosts (
  name text primary key,
  concurrency int, -- null: HOST_CONCURRENCY
  leased_until timestamptz not null default '-infinity',
  lease_token uuid,
  paused_until timestamptz not null default '-infinity',
  pauses int not null default 0, -- in a row, by 429 without Retry-After: each doubles the next
  poll_ms double precision, -- how long one poll takes, on average
  stretch double precision not null default 1 -- by what its feeds' intervals are stretched, since it has more than it allows for
);

create table items (
  id bigint generated always as identity primary key, -- taken under the feed's row lock, so that ids of one feed commit in order
  feed_id bigint not null references feeds on delete cascade,
  guid_hash bytea,
  link_hash bytea,
  fingerprint bytea not null,
  guid text,
  link text,
  title text not null default '',
  author text,
  summary text,
  content text,
  categories text[] not null default '{}',
  media jsonb not null default '[]',
  published_at timestamptz,
  updated_at timestamptz,
  first_seen_at timestamptz not null default clock_timestamp(),
  left_document_at timestamptz, -- its hashes stay 90 days from here
  revision int not null default 1,
  first_fetch boolean not null default false, -- was there before us: says little about the feed's rhythm
  rebuilt boolean not null default false, -- came with nearly a whole new document: goes out in a digest
  is_bare boolean not null default false -- its text has served its purpose and is gone; the hashes stay, so that nothing returns
);
create index items_feed on items (feed_id, id);
create index items_guid on items (feed_id, guid_hash) where guid_hash is not null;
create index items_link on items (feed_id, link_hash) where link_hash is not null;
create index items_fingerprint on items (feed_id, fingerprint);
create index items_bare on items (left_document_at) where is_bare;
create index feeds_moved on feeds (id) where state = 'moved';
