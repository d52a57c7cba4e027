-- Times are microseconds since 1970. AUTOINCREMENT gives no id a second time.

create table if not exists users (
    id integer primary key autoincrement,
    email text not null,
    email_key text not null unique,
    name text not null,
    bio text not null,
    verified integer not null,
    role text not null,
    created_by integer, -- stays when the creator is deleted
    created_at integer not null,
    updated_at integer not null,
    version integer not null
);
create index if not exists users_newest_first on users (created_at desc, id desc);

create table if not exists credentials (
    user_id integer primary key references users on delete cascade,
    password_hash text not null,
    session_epoch integer not null
);

create table if not exists tokens (
    hash text primary key,
    user_id integer not null references users on delete cascade,
    purpose text not null,
    expires_at integer not null,
    used integer not null
);
create index if not exists tokens_of_user on tokens (user_id);

create table if not exists posts (
    id integer primary key autoincrement,
    author_id integer not null references users on delete cascade,
    title text not null,
    content text not null,
    published integer not null,
    created_at integer not null,
    updated_at integer not null,
    version integer not null
);
create index if not exists posts_newest_first on posts (created_at desc, id desc);
create index if not exists posts_of_author on posts (author_id, created_at desc, id desc);

create table if not exists comments (
    id integer primary key autoincrement,
    post_id integer not null references posts on delete cascade,
    author_id integer not null references users on delete cascade,
    content text not null,
    created_at integer not null
);
create index if not exists comments_on_post on comments (post_id, created_at, id);
create index if not exists comments_of_author on comments (author_id);

create table if not exists audit_events (
    position integer primary key autoincrement,
    occurred_at integer not null,
    type text not null,
    user_id integer, -- no reference: events stay when users are deleted
    actor_id integer,
    client_address text not null
);

create table if not exists outbox (
    position integer primary key autoincrement,
    id text not null unique,
    kind text not null,
    payload text not null,
    lane text not null,
    state text not null,
    created_at integer not null,
    due_at integer not null,
    attempts integer not null,
    claim_key text,
    claimed_until integer,
    last_error text
);
create index if not exists outbox_due on outbox (lane, state, due_at);
