-- Security events. No foreign keys: what happened stays when who it happened to goes.
create table audit_events (
    id          bigint generated always as identity,
    happened_at timestamp with time zone not null,
    type        varchar                  not null,
    user_id     bigint,
    actor_id    bigint,
    client      varchar                  not null,
    constraint audit_events_pk primary key (id)
);

create index audit_events_newest_first on audit_events (happened_at desc, id desc);
create index audit_events_of_user_newest_first on audit_events (user_id, happened_at desc, id desc);

-- Whoever removes old tokens finds them.
create index one_time_tokens_expiry on one_time_tokens (expires_at);

-- A relay finds what is due in its lane without walking over what another lane left lying, nor over dead letters.
alter table outbox add column lane varchar default 'PROMPT' not null;

update outbox set lane = 'MAIL' where kind = 'verification-email';

-- Dead letters held their secret until now. They become what would be buried now: a request for a new one.
update outbox
    set kind = 'verification-request', lane = 'PROMPT',
        payload = substring(payload, 1, position('","name":"' in payload)) || '}'
    where dead and kind = 'verification-email' and payload like '{"to":"%","name":"%';

drop index outbox_due;
create index outbox_due on outbox (lane, dead, due_at, position);
