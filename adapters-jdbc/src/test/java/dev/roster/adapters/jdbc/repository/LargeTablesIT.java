package dev.roster.adapters.jdbc.repository;

import static dev.roster.adapters.jdbc.schema.Tables.POSTS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.PostCursor;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SelectField;
import org.jooq.conf.ParamType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Operations on tables with many rows. Costs are the numbers of table and index blocks that PostgreSQL touches: they
 * determine the time, but do not depend on the machine.
 */
class LargeTablesIT {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");
    private static final Pattern BLOCKS = Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?");

    /** The larger number of posts; {@code -Droster.tests.posts=1000000} takes a minute. */
    private static final int MANY = Integer.getInteger("roster.tests.posts", 20_000);

    /** Needs more than two batches, one of which is larger because its rows have the same time. */
    @ParameterizedTest
    @EnumSource
    void deletesOldRowsInBatches(Kind kind) {
        try (EmptyDatabase empty = kind.create()) {
            JooqStorage storage = empty.open();
            empty.execute("insert into audit_events (happened_at, type, client)"
                    + " select timestamp with time zone '2023-01-01 00:00:00+00'"
                    + " - case when x <= 11000 then 0 else x end * interval '1' second, 'SIGN_IN_FAILED', 'unknown'"
                    + " from " + (kind == Kind.POSTGRES ? "generate_series" : "system_range")
                    + "(1, 25000) as numbers (x)");
            AuditEvent kept = AuditEvent.of(
                    AuditEvent.Type.SIGN_IN_FAILED, Optional.empty(), ClientAddress.UNKNOWN, NOW.plusNanos(1_000));
            storage.auditLog().append(kept);

            assertThat(storage.auditLog().deleteBefore(NOW.minusSeconds(20_000)))
                    .isEqualTo(5_000);
            assertThat(storage.auditLog().deleteBefore(NOW.plusNanos(1))).isEqualTo(20_000);
            assertThat(storage.auditLog().deleteBefore(NOW.plusNanos(1))).isZero();

            assertThat(storage.auditLog().findLatest(9)).containsExactly(kept);
        }
    }

    @Test
    void claimCostIsIndependentOfOtherLanesAndDeadLetters() {
        try (EmptyDatabase empty = Kind.POSTGRES.create()) {
            JooqStorage storage = empty.open();
            for (String inTheWay : List.of("'MAIL', false", "'PROMPT', true")) {
                empty.execute("insert into outbox (id, kind, payload, created_at, due_at, attempts, lane, dead)"
                        + " select gen_random_uuid(), 'password-changed-email', '{}', moment, moment, 0, " + inTheWay
                        + " from generate_series(timestamp with time zone '2022-01-01 00:00:00+00',"
                        + " '2022-01-07 00:00:00+00', '1 minute') as moment");
            }
            WelcomeNotification prompt = new WelcomeNotification(MessageId.random(), NOW, new UserId(7), "Ann");
            storage.outbox().append(prompt);
            empty.execute("analyze outbox");

            assertThat(touchedBlocks(
                            empty,
                            JooqOutboxQueue.due(empty.sql(), Lane.DEFAULT, 20, NOW)
                                    .forUpdate()
                                    .skipLocked()))
                    .as("reading the other rows would take hundreds")
                    .isLessThan(20);
            assertThat(storage.outboxQueue().claim(Lane.DEFAULT, 20, NOW, Duration.ofMinutes(1)))
                    .extracting(Claim::message)
                    .containsExactly(prompt);
        }
    }

    @Test
    void pageCostIsIndependentOfNumberOfPosts() {
        Map<String, Long> few = pageCosts(2_000);
        Map<String, Long> many = pageCosts(MANY);

        assertThat(few).hasSizeGreaterThan(4);
        few.forEach((query, blocks) ->
                assertThat(many.get(query)).as(query).isPositive().isLessThanOrEqualTo(3 * blocks));
    }

    private static Map<String, Long> pageCosts(int posts) {
        Map<String, Long> costs = new LinkedHashMap<>();
        try (EmptyDatabase empty = Kind.POSTGRES.create()) {
            UserId author = ManyPosts.insert(empty, 20, posts);
            pages(empty.sql(), author).forEach((name, page) -> costs.put(name, touchedBlocks(empty, page)));
        }
        return costs;
    }

    /** Returns the statements whose cost must not grow with the table. */
    private static Map<String, Query> pages(DSLContext sql, UserId author) {
        List<SelectField<?>> columns = List.of(POSTS.fields());
        List<SelectField<?>> withComments = new ArrayList<>(columns);
        withComments.addAll(List.of(
                JooqCommentRepository.countOnPost(), JooqCommentRepository.firstOnPost(CommentsEach.atMost(50))));
        PageRequest first = PageRequest.first();
        SliceRequest farDown = SliceRequest.after(
                new PostCursor(ManyPosts.FIRST.plusSeconds(500), new PostId(PostId.MAX)), first.size());
        List<PostRange> published = PostRange.of(PostFilter.all().published(true));
        List<PostRange> readable = PostRange.of(PostFilter.all().readableBy(author));
        List<PostRange> ofAuthor = PostRange.of(PostFilter.all().byAuthor(author));
        return Map.of(
                "first page of the published", PostPages.page(sql, published, first, columns),
                "first page of what one reader may read", PostPages.page(sql, readable, first, columns),
                "first page of one author", PostPages.page(sql, ofAuthor, first, columns),
                "first page of one author with comments", PostPages.page(sql, ofAuthor, first, withComments),
                "slice far down", PostPages.slice(sql, published, farDown),
                "slice far down, drafts too", PostPages.slice(sql, PostRange.of(PostFilter.all()), farDown));
    }

    /** Executes a statement and returns the number of blocks that it touched. */
    private static long touchedBlocks(EmptyDatabase db, Query query) {
        List<String> plan = db.rows(
                "explain (analyze, buffers, costs off, timing off, summary off) " + query.getSQL(ParamType.INLINED));
        // The first number is that of the topmost node, which includes all others.
        Matcher touched = BLOCKS.matcher(String.join("\n", plan));
        assertThat(touched.find()).as("%s", plan).isTrue();
        String read = touched.group(2);
        return Long.parseLong(touched.group(1)) + (read == null ? 0 : Long.parseLong(read));
    }
}
