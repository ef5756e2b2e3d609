-- What chats are told besides items: that a feed fails, is well again or is gone, that a topic was closed. Each row goes out once, through the same gate as items.
create table notices (
  id bigint generated always as identity primary key,
  feed_id bigint references feeds on delete set null, -- null: about the chat itself
  chat_id bigint not null references chats on delete cascade,
  thread_id int not null default 0,
  key text not null, -- of a sentence in the language files
  args jsonb not null default '{}', -- its variables; `fault`, where there is one, is a reason as feeds.last_reason has it
  tries int not null default 0,
  message_ids bigint[] not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz -- or given up, then without message_ids
);
create index notices_open on notices (chat_id, id) where sent_at is null;
