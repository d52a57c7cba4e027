package dev.roster.adapters.jdbc.repository;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.BulkLoader;
import dev.roster.adapters.jdbc.BulkLoader.Amounts;
import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.QueryPlans;
import dev.roster.adapters.jdbc.sql.ConstraintViolationException;
import dev.roster.adapters.jdbc.sql.Statements;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostWithComments;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cost of reading pages of posts. */
class PostPagesIT {

    @ParameterizedTest
    @EnumSource
    void readsPageWithCommentsAndTotalInOneStatement(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open();
                RecordingStatements statements = new RecordingStatements(empty.database())) {
            UserId ann = storage.users().create(aUser().build()).id();
            for (int i = 0; i < 3; i++) {
                Post post = storage.posts()
                        .create(aPostBy(ann).published(i % 2 == 0).build());
                for (int comment = 0; comment <= i; comment++) {
                    storage.comments().create(new NewComment(post.id(), ann, "No. " + comment, post.createdAt()));
                }
            }
            JooqPostRepository counted = new JooqPostRepository(statements);

            Page<PostWithComments> page = counted.findWithComments(
                    PageRequest.first(), PostFilter.all().byAuthor(ann), 2);

            assertThat(statements.executed).hasSize(1);
            assertThat(page.total()).isEqualTo(3);
            assertThat(page.items()).extracting(PostWithComments::commentCount).containsExactly(3L, 2L, 1L);
            assertThat(page.items())
                    .extracting(each -> each.firstComments().size())
                    .containsExactly(2, 2, 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsPageOrSliceInOneStatement(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                RecordingStatements statements = new RecordingStatements(empty.database())) {
            JooqPostRepository counted = new JooqPostRepository(statements);
            PostFilter filter = PostFilter.all().readableBy(new UserId(1));

            assertThat(counted.findPaginated(PageRequest.first(), filter).items())
                    .isEmpty();
            assertThat(statements.executed).hasSize(1);

            assertThat(counted.findAfter(SliceRequest.first(5), filter).items()).isEmpty();
            assertThat(statements.executed).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void needsNoStatementForDraftsOfOthers(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                RecordingStatements statements = new RecordingStatements(empty.database())) {
            JooqPostRepository counted = new JooqPostRepository(statements);
            PostFilter nothing =
                    PostFilter.all().byAuthor(new UserId(1)).published(false).readableBy(new UserId(2));

            assertThat(counted.findPaginated(PageRequest.first(), nothing)).isEqualTo(Page.empty(PageRequest.first()));
            assertThat(counted.findAfter(SliceRequest.first(5), nothing).items())
                    .isEmpty();
            assertThat(statements.executed).isEmpty();
        }
    }

    /** Compares the touched blocks, which determine the time but do not depend on the machine. */
    @Test
    void costIsIndependentOfNumberOfPosts() throws Exception {
        Map<String, Long> few = buffers(2_000);
        Map<String, Long> many = buffers(20_000);

        assertThat(few).hasSizeGreaterThan(4);
        few.forEach((query, blocks) ->
                assertThat(many.get(query)).as(query).isPositive().isLessThanOrEqualTo(3 * blocks));
    }

    private static Map<String, Long> buffers(int posts) throws SQLException {
        Map<String, Long> buffers = new LinkedHashMap<>();
        try (EmptyDatabase empty = EmptyDatabase.postgres();
                Connection connection = EmptyDatabase.connect(empty.database());
                Statement statement = connection.createStatement()) {
            long author = BulkLoader.load(empty.database(), new Amounts(20, posts, 500, 3), line -> {});
            Map<String, Query> queries =
                    QueryPlans.queries(empty.database(), new UserId(author), BulkLoader.FIRST.plusSeconds(500));
            for (Map.Entry<String, Query> each : queries.entrySet()) {
                buffers.put(each.getKey(), QueryPlans.buffers(QueryPlans.explain(statement, each.getValue())));
            }
        }
        return buffers;
    }

    @ParameterizedTest
    @EnumSource
    void reportsInvalidRowAsStorageFailure(Kind kind) throws Exception {
        try (EmptyDatabase empty = kind.create();
                JooqStorage storage = empty.open();
                Connection connection = EmptyDatabase.connect(empty.database());
                Statement statement = connection.createStatement()) {
            UserId ann = storage.users().create(aUser().build()).id();
            Post post = storage.posts().create(aPostBy(ann).published().build());
            storage.comments().create(new NewComment(post.id(), ann, "Fine", post.createdAt()));
            statement.execute("update comments set content = ''");

            assertThatExceptionOfType(StorageUnavailableException.class)
                    .isThrownBy(() -> storage.posts().findWithComments(PageRequest.first(), PostFilter.all(), 1))
                    .withMessageContaining("comment ")
                    .withCauseInstanceOf(InvalidValueException.class);

            statement.execute("update posts set title = ''");
            assertThatExceptionOfType(StorageUnavailableException.class)
                    .isThrownBy(() -> storage.posts().findById(post.id()))
                    .withMessageContaining("post " + post.id())
                    .withCauseInstanceOf(InvalidValueException.class);
        }
    }

    /** Reads over a separate connection and records the executed statements. */
    private static final class RecordingStatements implements Statements, AutoCloseable {

        final List<String> executed = new ArrayList<>();
        private final Connection connection;
        private final DSLContext sql;

        RecordingStatements(Database db) throws SQLException {
            connection = EmptyDatabase.connect(db);
            Connection noting = (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")) {
                            executed.add(String.valueOf(arguments[0]));
                        }
                        return method.invoke(connection, arguments);
                    });
            sql = DSL.using(EmptyDatabase.configuration(db).derive(noting));
        }

        @Override
        public SQLDialect family() {
            return sql.family();
        }

        @Override
        public <T> T read(Function<DSLContext, T> query) {
            return query.apply(sql);
        }

        @Override
        public <T> T write(Function<DSLContext, T> change) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T writeSingle(Function<DSLContext, T> change) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T writeWithConstraint(
                Function<DSLContext, T> change, Function<ConstraintViolationException.Kind, T> otherwise) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
