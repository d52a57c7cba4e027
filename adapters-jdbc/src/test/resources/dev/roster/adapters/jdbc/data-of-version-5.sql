-- Data of a Roster with version 5 of the schema, whose email keys were the email addresses in lower case.
insert into users (id, email, email_key, name, bio, verified, role, created_by, created_at, updated_at, version)
    overriding system value values
    (101, 'ZOË@Bücher.example', 'zoë@bücher.example', 'A', '', false, 'USER', null,
        timestamp with time zone '2023-01-03 00:00:00+00', timestamp with time zone '2023-01-03 00:00:00+00', 1),
    (102, 'zoë@xn--bcher-kva.example', 'zoë@xn--bcher-kva.example', 'A', '', false, 'USER', null,
        timestamp with time zone '2023-01-03 00:00:00+00', timestamp with time zone '2023-01-03 00:00:00+00', 1),
    (103, 'zoë@bücher.example', 'zoë@bücher.example', 'A', '', true, 'USER', null,
        timestamp with time zone '2023-01-03 00:00:00+00', timestamp with time zone '2023-01-03 00:00:00+00', 1),
    (104, 'carl@faß.example', 'carl@faß.example', 'A', '', false, 'USER', null,
        timestamp with time zone '2023-01-03 00:00:00+00', timestamp with time zone '2023-01-03 00:00:00+00', 1),
    (105, 'carl@fass.example', 'carl@fass.example', 'A', '', false, 'USER', null,
        timestamp with time zone '2023-01-03 00:00:00+00', timestamp with time zone '2023-01-03 00:00:00+00', 1),
    (106, 'Erik@Exämple.com', 'erik@exämple.com', 'A', '', true, 'USER', null,
        timestamp with time zone '2023-01-03 00:00:00+00', timestamp with time zone '2023-01-03 00:00:00+00', 1),
    (107, 'dora@example.com', 'dora@example.com', 'A', '', false, 'USER', null,
        timestamp with time zone '2023-01-03 00:00:00+00', timestamp with time zone '2023-01-03 00:00:00+00', 1),
    (108, 'ｄｏｒａ@example.com', 'ｄｏｒａ@example.com', 'A', '', false, 'USER', null,
        timestamp with time zone '2023-01-03 00:00:00+00', timestamp with time zone '2023-01-03 00:00:00+00', 1),
    (110, 'fred@üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü.example', 'fred@üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü.example', 'A', '', false, 'USER', null,
        timestamp with time zone '2023-01-03 00:00:00+00', timestamp with time zone '2023-01-03 00:00:00+00', 1);
-- Outbox of version 5 of the schema: all mails are in one lane, and requests are in the lane of notifications.
insert into outbox (id, kind, payload, created_at, due_at, attempts, last_error, dead, lane) values
    ('00000000-0000-4000-8000-000000000005', 'password-changed-email', '{"to":"bob@example.com","name":"Bob"}',
        timestamp with time zone '2023-01-05 00:00:00+00', timestamp with time zone '2023-01-05 00:00:00+00', 0, null, false, 'MAIL'),
    ('00000000-0000-4000-8000-000000000006', 'verification-request', '{"to":"bob@example.com"}',
        timestamp with time zone '2023-01-05 00:00:00+00', timestamp with time zone '2023-01-05 00:00:00+00', 20, 'gone', true, 'PROMPT'),
    ('00000000-0000-4000-8000-000000000007', 'password-reset-request', '{"to":"bob@example.com","from":""}',
        timestamp with time zone '2023-01-05 00:00:00+00', timestamp with time zone '2023-01-05 00:00:00+00', 0, null, false, 'PROMPT');
