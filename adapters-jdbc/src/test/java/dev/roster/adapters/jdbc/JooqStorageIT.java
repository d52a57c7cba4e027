package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Behavior of the adapter that the contracts do not define. */
@ParameterizedClass
@EnumSource
class JooqStorageIT {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");

    private final Kind kind;

    @AutoClose
    private final EmptyDatabase empty;

    private final JooqStorage storage;

    JooqStorageIT(Kind kind) {
        this.kind = kind;
        this.empty = kind.create();
        this.storage = empty.open();
    }

    @Test
    void describesDatabase() {
        storage.ping();

        assertThat(storage.description())
                .matches(
                        switch (kind) {
                            case POSTGRES -> "PostgreSQL \\d+\\.\\d+";
                            case H2_IN_MEMORY -> "H2 2\\.\\d+\\.\\d+ \\(in memory, [-0-9a-f]+\\)";
                            case H2_FILE -> "H2 2\\.\\d+\\.\\d+ \\(embedded, .*/roster\\)";
                        });
    }

    @Test
    void reportsInvalidRowAsStorageFailure() {
        User user = storage.users().create(aUser().build());
        Post post = storage.posts().create(aPostBy(user.id()).published().build());
        storage.comments().create(new NewComment(post.id(), user.id(), "Fine", post.createdAt()));

        empty.execute("update comments set content = ''");
        assertInvalid(
                () -> storage.posts().findWithComments(PageRequest.first(), PostFilter.all(), CommentsEach.atMost(1)),
                "comment ");

        empty.execute("update posts set title = ''");
        assertInvalid(() -> storage.posts().findById(post.id()), "post " + post.id());

        empty.execute("update users set name = ''");
        assertInvalid(() -> storage.users().findById(user.id()), "user " + user.id());
    }

    private static void assertInvalid(Runnable read, String row) {
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(read::run)
                .withMessageContaining(row)
                .withCauseInstanceOf(InvalidValueException.class);
    }

    @Test
    void skipsUnreadableAndUnknownMessages() {
        List<WelcomeNotification> messages = IntStream.range(0, 3)
                .mapToObj(i -> new WelcomeNotification(MessageId.random(), NOW.plusSeconds(i), new UserId(7), "Ann"))
                .toList();
        messages.forEach(storage.outbox()::append);
        empty.execute(
                "update outbox set payload = '{' where id = '" + messages.get(0).id() + "'");
        empty.execute("update outbox set kind = 'of-the-future' where id = '"
                + messages.get(1).id() + "'");

        assertThat(claim(1)).as("the unreadable message uses up the limit").isEmpty();
        assertThat(claim(9)).containsExactly(messages.get(2));

        empty.execute("update outbox set kind = 'welcome-notification' where kind = 'of-the-future'");
        assertThat(claim(9)).as("a version that knows the kind claims it").containsExactly(messages.get(1));
    }

    private List<OutboxMessage> claim(int limit) {
        return storage.outboxQueue().claim(Lane.DEFAULT, limit, NOW.plusSeconds(10), Duration.ofMinutes(1)).stream()
                .map(Claim::message)
                .toList();
    }
}
