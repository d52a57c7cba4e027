-- One script for PostgreSQL and H2, and what the jOOQ classes are generated from.
-- Lengths are the domain's to check, in code points; databases count differently. Instants keep microseconds.

create table users (
    id         bigint generated always as identity,
    email      varchar                  not null,
    email_key  varchar                  not null,
    name       varchar                  not null,
    bio        varchar                  not null,
    verified   boolean                  not null,
    role       varchar                  not null,
    -- a fact of history, not a reference: the creator may be gone, and ids are never used again
    created_by bigint,
    created_at timestamp with time zone not null,
    updated_at timestamp with time zone not null,
    version    bigint                   not null,
    constraint users_pk primary key (id),
    constraint users_email_key_unique unique (email_key)
);

create index users_newest_first on users (created_at desc, id desc);

create table credentials (
    user_id       bigint  not null,
    password_hash varchar not null,
    session_epoch bigint  not null,
    constraint credentials_pk primary key (user_id),
    constraint credentials_user_fk foreign key (user_id) references users (id) on delete cascade
);

create table one_time_tokens (
    hash       varchar                  not null,
    user_id    bigint                   not null,
    purpose    varchar                  not null,
    expires_at timestamp with time zone not null,
    used_at    timestamp with time zone,
    constraint one_time_tokens_pk primary key (hash),
    constraint one_time_tokens_user_fk foreign key (user_id) references users (id) on delete cascade
);

create index one_time_tokens_user on one_time_tokens (user_id);

create table outbox (
    id            uuid                     not null,
    position      bigint generated always as identity,
    kind          varchar                  not null,
    payload       varchar                  not null,
    created_at    timestamp with time zone not null,
    due_at        timestamp with time zone not null,
    claim         uuid,
    claimed_until timestamp with time zone,
    attempts      int                      not null,
    last_error    varchar,
    constraint outbox_pk primary key (id)
);

create index outbox_due on outbox (due_at, position);
