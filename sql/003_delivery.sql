-- What came of each item, the budget that all senders share, what Telegram told us, and who works here.
create table deliveries (
  subscription_id bigint not null,
  chat_id bigint not null,
  item_id bigint not null,
  to_item_id bigint, -- the last one of a range
  outcome text not null check (outcome in ('sent', 'filtered', 'merged', 'parked', 'expired')),
  reason text, -- Telegram's words, or the clause that decided
  message_ids bigint[] not null default '{}',
  at timestamptz not null default clock_timestamp()
) partition by range (at);
create index deliveries_subscription on deliveries (subscription_id, item_id);
-- Rows land here only when nobody made the day's partition; the heal counts them.
create table deliveries_default partition of deliveries default;

/* Partitions for today and the `days` days after it. A day that already has rows in the default partition is left alone. */
create function make_delivery_partitions(days int) returns int language plpgsql as $$
declare
  day date;
  made int := 0;
begin
  for day in select generate_series(current_date, current_date + days, interval '1 day') loop
    if to_regclass(format('deliveries_%s', to_char(day, 'YYYYMMDD'))) is null
      and not exists (select from deliveries_default where at >= day and at < day + 1) then
      execute format('create table if not exists deliveries_%s partition of deliveries for values from (%L) to (%L)',
        to_char(day, 'YYYYMMDD'), day, day + 1);
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
select make_delivery_partitions(7);

/* Drop the partitions of days before `keep_days` ago; returns how many. */
create function drop_delivery_partitions(keep_days int) returns int language plpgsql as $$
declare
  partition text;
  dropped int := 0;
begin
  for partition in
    select c.relname from pg_inherits join pg_class c on c.oid = inhrelid
    where inhparent = 'deliveries'::regclass and c.relname ~ '^deliveries_\d{8}$'
      and to_date(right(c.relname, 8), 'YYYYMMDD') < current_date - keep_days
  loop
    execute format('drop table %I', partition);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

create table updates (
  update_id bigint primary key,
  chat_telegram_id bigint, -- updates of one chat are handled in order
  body jsonb not null,
  received_at timestamptz not null default clock_timestamp(),
  claim_token uuid, -- of the inbox that has it in hand; another one leaves its whole chat alone until the claim runs out
  claimed_until timestamptz,
  done_at timestamptz
);
create index updates_open on updates (update_id) where done_at is null;

-- One row: the token bucket shared by all processes.
create table send_budget (
  one boolean primary key default true check (one),
  tokens double precision not null default 0,
  refilled_at timestamptz not null default clock_timestamp(),
  slowdown double precision not null default 1, -- what Telegram's 429s made of the rate; 1 is the full rate
  slowed_at timestamptz not null default '-infinity', -- it recovers from then on
  throttled_chat bigint, -- the chat of the last 429: only several at a time say that we are too fast as a whole
  throttled_at timestamptz not null default '-infinity'
);
insert into send_budget default values;

create table workers (
  pool_id text primary key,
  concurrency int not null,
  regular_since timestamptz not null default clock_timestamp(), -- it has beaten without a gap from then on
  heartbeat_at timestamptz not null default clock_timestamp()
);
