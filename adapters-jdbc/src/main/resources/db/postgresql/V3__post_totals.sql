-- How many posts there are, kept up by triggers, so that a page with its exact total costs the same however many there
-- are. A total is the sum over stripes. A transaction adds to a stripe that it has for itself until it ends, so nobody
-- waits for another's counter; a reader adds up at most 64 rows.

create table post_totals (
    author_id bigint not null, -- 0 stands for all authors together
    stripe    int    not null,
    published bigint not null,
    drafts    bigint not null,
    -- No foreign key: its check would wait for whoever deletes the author, and they for the post that is being changed.
    constraint post_totals_pk primary key (author_id, stripe)
) with (fillfactor = 50); -- room for new versions of a row beside it, so that updates leave the index alone

create function keep_post_totals() returns trigger language plpgsql set search_path from current as $$
declare
    mine int := 0;
begin
    -- The lowest stripe that is free, so that there are as many as there were writers at once.
    while not pg_try_advisory_xact_lock(tg_relid::int, mine) loop
        mine := mine + 1;
        if mine = 64 then
            mine := pg_backend_pid() % 64;
            perform pg_advisory_xact_lock(tg_relid::int, mine);
            exit;
        end if;
    end loop;
    if tg_op = 'INSERT' then
        insert into post_totals as total
            select coalesce(author_id, 0), mine,
                count(*) filter (where published), count(*) filter (where not published)
            from added
            group by grouping sets ((author_id), ())
            having count(*) > 0
            on conflict (author_id, stripe) do update
                set published = total.published + excluded.published, drafts = total.drafts + excluded.drafts;
    elsif tg_op = 'DELETE' then
        insert into post_totals as total
            select coalesce(author_id, 0), mine,
                -count(*) filter (where published), -count(*) filter (where not published)
            from removed
            group by grouping sets ((author_id), ())
            -- An author who is being deleted keeps no totals.
            having count(*) > 0 and (author_id is null or exists (select from users where users.id = author_id))
            on conflict (author_id, stripe) do update
                set published = total.published + excluded.published, drafts = total.drafts + excluded.drafts;
    else
        insert into post_totals as total
            select coalesce(author_id, 0), mine, sum(published), sum(drafts)
            from (
                select author_id, published::int as published, (not published)::int as drafts from added
                union all
                select author_id, -published::int, -(not published)::int from removed
            ) as changes
            group by grouping sets ((author_id), ())
            having sum(published) <> 0 or sum(drafts) <> 0
            on conflict (author_id, stripe) do update
                set published = total.published + excluded.published, drafts = total.drafts + excluded.drafts;
    end if;
    return null;
end
$$;

create function empty_post_totals() returns trigger language plpgsql set search_path from current as $$
begin
    delete from post_totals;
    return null;
end
$$;

create function forget_post_totals() returns trigger language plpgsql set search_path from current as $$
begin
    delete from post_totals using gone where post_totals.author_id = gone.id;
    return null;
end
$$;

create trigger post_totals_insert after insert on posts
    referencing new table as added for each statement execute function keep_post_totals();
create trigger post_totals_update after update on posts
    referencing old table as removed new table as added for each statement execute function keep_post_totals();
create trigger post_totals_delete after delete on posts
    referencing old table as removed for each statement execute function keep_post_totals();
create trigger post_totals_truncate after truncate on posts
    for each statement execute function empty_post_totals();
-- After the cascade to posts, which waits for all who are changing posts of the author.
create trigger post_totals_authors after delete on users
    referencing old table as gone for each statement execute function forget_post_totals();

-- From the first of these triggers on nobody else writes posts until this commits: none is missed or counted twice.
insert into post_totals
    select coalesce(author_id, 0), 0, count(*) filter (where published), count(*) filter (where not published)
    from posts
    group by grouping sets ((author_id), ())
    having count(*) > 0;
