-- Data that version 2 of the schema adds to the data of version 1.
insert into posts (author_id, title, content, published, created_at, updated_at, version)
    select id, 'Published by ' || name, 'Text', true,
        timestamp with time zone '2023-01-03 00:00:00.123456+00', timestamp with time zone '2023-01-03 00:00:00.123456+00', 1
    from users;
insert into posts (author_id, title, content, published, created_at, updated_at, version)
    select id, 'Draft', 'Text', false,
        timestamp with time zone '2023-01-04 00:00:00+00', timestamp with time zone '2023-01-05 00:00:00+00', 2
    from users where email_key = 'ann@example.com';

insert into comments (post_id, author_id, content, created_at)
    select posts.id, users.id, 'By ' || users.name, timestamp with time zone '2023-01-06 00:00:00.000001+00'
    from posts cross join users where posts.title = 'Draft';
