-- Messages that expired before their delivery stay, without their secret, until an operator retries them. They are also
-- marked dead, so that nodes of the previous version do not claim them.

alter table outbox add column expired boolean default false not null;
