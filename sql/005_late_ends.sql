-- How often an end was written after its sender's lease had run out, or a second time because the answer to the first was lost. A figure that grows says that calls outlive leases.
alter table send_budget add column late_ends bigint not null default 0;
