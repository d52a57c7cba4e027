-- Outbox of version 4 of the schema: a waiting mail, a dead-lettered mail with its secret, and a
-- notification whose delivery has failed before.
insert into outbox (id, kind, payload, created_at, due_at, attempts, last_error, dead) values
    ('00000000-0000-4000-8000-000000000002', 'verification-email',
        '{"to":"bob@example.com","name":"Bob","token":"still needed","tokenExpiresAt":"2023-01-03T00:00:00Z"}',
        timestamp with time zone '2023-01-02 00:00:00+00', timestamp with time zone '2023-01-02 00:00:00+00', 0, null, false),
    ('00000000-0000-4000-8000-000000000003', 'verification-email',
        '{"to":"zo\u00EB@example.com","name":"\",\"name\":\"","token":"to be forgotten","tokenExpiresAt":"2023-01-03T00:00:00Z"}',
        timestamp with time zone '2023-01-02 00:00:00+00', timestamp with time zone '2023-01-02 00:00:00+00', 20, 'gone', true),
    ('00000000-0000-4000-8000-000000000004', 'profile-updated-notification', '{"userId":7,"name":"Ann"}',
        timestamp with time zone '2023-01-02 00:00:00+00', timestamp with time zone '2023-01-02 01:00:00+00', 3, 'later', false);
