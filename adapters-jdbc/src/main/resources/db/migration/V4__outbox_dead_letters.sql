-- Messages that were given up lie where they are, out of the relay's sight, until somebody looks after them.

alter table outbox add column dead boolean default false not null;
