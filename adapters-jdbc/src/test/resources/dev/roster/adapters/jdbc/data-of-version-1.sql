-- Data of a Roster with version 1 of the schema; for PostgreSQL and H2.
insert into users (email, email_key, name, bio, verified, role, created_by, created_at, updated_at, version) values
    ('Ann@Example.com', 'ann@example.com', 'Ann ✓ 𝒜', 'Writes.', true, 'ADMIN', null,
        timestamp with time zone '2023-01-01 00:00:00.123456+00', timestamp with time zone '2023-02-01 00:00:00.654321+00', 3),
    ('bob@example.com', 'bob@example.com', 'Bob', '', false, 'USER', null,
        timestamp with time zone '2023-01-02 00:00:00+00', timestamp with time zone '2023-01-02 00:00:00+00', 1);

insert into credentials (user_id, password_hash, session_epoch)
    select id, 'a hash', 7 from users where email_key = 'ann@example.com';

insert into one_time_tokens (hash, user_id, purpose, expires_at)
    select 'abc', id, 'PASSWORD_RESET', timestamp with time zone '2023-03-01 00:00:00+00'
    from users where email_key = 'bob@example.com';

insert into outbox (id, kind, payload, created_at, due_at, attempts) values
    ('00000000-0000-4000-8000-000000000001', 'welcome-notification', '{"userId":7,"name":"Ann"}',
        timestamp with time zone '2023-01-01 00:00:00+00', timestamp with time zone '2023-01-01 00:00:00+00', 0);
