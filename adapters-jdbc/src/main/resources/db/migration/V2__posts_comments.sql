-- Posts and comments. Pages read a range of one index; "published or not" reads two and merges them. Foreign keys come
-- after the indexes, for H2 makes one of its own for a key that has none yet.

create table posts (
    id         bigint generated always as identity,
    author_id  bigint                   not null,
    title      varchar                  not null,
    content    varchar                  not null,
    published  boolean                  not null,
    created_at timestamp with time zone not null,
    updated_at timestamp with time zone not null,
    version    bigint                   not null,
    constraint posts_pk primary key (id)
);

create index posts_newest_first on posts (published, created_at desc, id desc);
create index posts_of_author_newest_first on posts (author_id, published, created_at desc, id desc);

alter table posts
    add constraint posts_author_fk foreign key (author_id) references users (id) on delete cascade;

create table comments (
    id         bigint generated always as identity,
    post_id    bigint                   not null,
    author_id  bigint                   not null,
    content    varchar                  not null,
    created_at timestamp with time zone not null,
    constraint comments_pk primary key (id)
);

create index comments_oldest_first on comments (post_id, created_at, id);
create index comments_author on comments (author_id);

alter table comments
    add constraint comments_post_fk foreign key (post_id) references posts (id) on delete cascade;
alter table comments
    add constraint comments_author_fk foreign key (author_id) references users (id) on delete cascade;
