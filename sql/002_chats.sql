-- Chats, what each of them reads, and when each may be sent to.
create table chats (
  id bigint generated always as identity primary key, -- ours, since Telegram's changes when a group becomes a supergroup
  telegram_id bigint not null unique,
  kind text not null check (kind in ('private', 'group', 'supergroup', 'channel')),
  title text not null default '',
  language text not null default 'en',
  time_zone text not null default 'UTC', -- IANA name
  template text,
  filter text,
  options jsonb not null default '{}',
  state text not null default 'active' check (state in ('active', 'paused')),
  state_reason text,
  paused_at timestamptz,
  members_may_change boolean not null default false, -- the operator let everybody in this group change things
  subscription_limit int, -- null: SUBSCRIPTION_LIMIT
  managed_chat_id bigint references chats on delete set null, -- the channel or group that commands typed in this private chat are about
  created_at timestamptz not null default clock_timestamp()
);

-- The question that a person in a chat was asked, and that their next message answers.
create table conversations (
  chat_id bigint not null references chats on delete cascade,
  actor bigint not null, -- Telegram's id of the person, or of the chat that an anonymous admin or a channel speaks as
  question text not null,
  args jsonb not null default '{}',
  message_id bigint, -- the bot's question; outside private chats only a reply to it is an answer
  until timestamptz not null,
  primary key (chat_id, actor)
);

-- Topics of forums, as far as service messages told us.
create table topics (
  chat_id bigint not null references chats on delete cascade,
  thread_id int not null,
  name text not null,
  primary key (chat_id, thread_id)
);

-- Who is kept out, or let in while only some are.
create table access_list (
  telegram_id bigint primary key, -- a person or a chat
  verdict text not null check (verdict in ('banned', 'allowed'))
);
create table bot_settings (
  one boolean primary key default true check (one),
  allow_list boolean not null default false -- only those on the list are answered
);
insert into bot_settings default values;

-- A text of the operator's that is to go to every chat, until they say so.
create table broadcasts (
  id bigint generated always as identity primary key,
  text text not null,
  created_at timestamptz not null default clock_timestamp()
);

-- How often a chat or person asked for something costly within the current minute.
create table command_counts (
  key text primary key,
  minute timestamptz not null,
  count int not null
);

create table subscriptions (
  id bigint generated always as identity primary key,
  chat_id bigint not null references chats,
  thread_id int not null default 0, -- a forum's topic; 0: none
  feed_id bigint not null references feeds,
  url text not null, -- as that person typed it
  title text,
  template text,
  filter text,
  options jsonb not null default '{}',
  state text not null default 'active' check (state in ('active', 'paused')),
  state_reason text,
  paused_at timestamptz,
  cursor bigint not null, -- the last item done with; all that is pending lies past it
  parts_done int not null default 0, -- of the item after the cursor
  part_message_ids bigint[] not null default '{}',
  digest_to bigint, -- the last item of a digest of which some parts are sent
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz, -- unsubscribed; the row keeps its settings for a while
  unique (chat_id, thread_id, feed_id)
);
create index subscriptions_feed on subscriptions (feed_id, chat_id); -- a fan-out goes through the readers in the order of their chats

-- A template that is being shown on a real item, and not kept yet. No subscription: for the whole chat.
create table drafts (
  id bigint generated always as identity primary key,
  chat_id bigint not null references chats on delete cascade,
  subscription_id bigint references subscriptions on delete cascade,
  template text not null,
  created_at timestamptz not null default clock_timestamp()
);

-- Narrow, since every message writes it. Three things that must not be mixed up: there is something to send (due_at), it may not
-- go out yet (not_before), and somebody is at it (the lease).
create table chat_schedule (
  chat_id bigint primary key references chats on delete cascade,
  due_at timestamptz,
  wakes bigint not null default 0, -- counts what touched due_at, so that clearing it forgets nothing that came meanwhile
  not_before timestamptz not null default '-infinity',
  paced_until timestamptz not null default '-infinity', -- when all sent so far would be sent at the chat's even pace
  lease_until timestamptz not null default '-infinity',
  lease_token uuid,
  wide boolean not null default false, -- due for a feed with very many readers
  failures int not null default 0,
  sent_at timestamptz, -- when Telegram last took a message for it
  -- the item at hand: written with the claim, cleared by the settle, so that tries survive a kill
  head_item bigint,
  head_lease uuid, -- the claim that counted last: a statement that ran twice counts once
  head_tries int not null default 0,
  head_unanswered int not null default 0, -- tries that nobody knows the end of
  head_first_at timestamptz,
  ready_at timestamptz generated always as (case when due_at is not null then greatest(due_at, not_before, lease_until) end) stored
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index chat_schedule_ready on chat_schedule (ready_at) where ready_at is not null;
create index chat_schedule_ready_narrow on chat_schedule (ready_at) where ready_at is not null and not wide;

-- A /subscribe that a worker is to carry out. It stands between the command and its job, so that an /unsubscribe typed after it can
-- call it off.
create table subscribe_requests (
  id bigint generated always as identity primary key,
  chat_id bigint not null references chats,
  thread_id int not null default 0,
  url text not null,
  is_bare boolean not null default false, -- typed without https:// or http://, which leaves open which was meant
  update_id bigint not null,
  message_id bigint, -- the bot's answer, edited to the result
  state text not null default 'open' check (state in ('open', 'done', 'cancelled')),
  result jsonb, -- the sentence it ended with, as key and args, so that a retry can still tell it
  candidates jsonb not null default '[]', -- several feeds were found: the person chooses by a button
  answer_chat_id bigint references chats on delete set null, -- where the answer stands, when a channel is managed from a private chat
  created_at timestamptz not null default clock_timestamp(),
  unique (update_id, url) -- an update handled twice, after a crash, asks once
);
create index subscribe_requests_open on subscribe_requests (chat_id) where state = 'open';
