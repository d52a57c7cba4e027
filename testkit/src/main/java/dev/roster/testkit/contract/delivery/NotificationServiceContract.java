package dev.roster.testkit.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.data.TrickyStrings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every {@link NotificationService} keeps, while its receivers are in reach. */
public abstract class NotificationServiceContract {

    private Fixture fixture;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init") // set before each clause
    protected NotificationServiceContract() {}

    /** A service whose receivers have received nothing yet; called before each clause, closed after it. */
    protected abstract Fixture newFixture() throws Exception;

    /** A service, and what its receivers received. */
    public interface Fixture {

        /** The service under test. */
        NotificationService service();

        /** All that receivers can see, the oldest first. */
        List<Received> received() throws Exception;

        /** Gives back what it holds. */
        void close() throws Exception;
    }

    /**
     * A notification as a receiver sees it.
     *
     * @param kind what it tells
     * @param id the message's id
     * @param userId whom it is about
     * @param name the user's name
     */
    public record Received(Kind kind, MessageId id, UserId userId, String name) {}

    /** What a notification tells. */
    public enum Kind {
        /** That a user registered. */
        WELCOME,
        /** That a profile changed. */
        PROFILE_UPDATED
    }

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = newFixture();
    }

    @AfterEach
    final void closeFixture() throws Exception {
        fixture.close();
    }

    /** Given notifications of each kind, with texts of many scripts; then receivers get each as it was sent, in order. */
    @Clause("notifications.received-as-sent")
    void deliversNotificationsAsSent() throws Exception {
        UserId largest = new UserId(UserId.MAX);
        for (String name : TrickyStrings.ALL) {
            MessageId welcome = MessageId.random();
            MessageId updated = MessageId.random();
            int before = fixture.received().size();

            fixture.service().sendWelcomeNotification(welcome, largest, name);
            fixture.service().sendProfileUpdatedNotification(updated, new UserId(1), name);

            assertThat(fixture.received().stream().skip(before).limit(2))
                    .containsExactly(
                            new Received(Kind.WELCOME, welcome, largest, name),
                            new Received(Kind.PROFILE_UPDATED, updated, new UserId(1), name));
        }
    }

    /** Given notifications sent again; then receivers can tell by their ids, which are the same, as all else is. */
    @Clause("notifications.duplicates-recognizable")
    void receiversCanRecognizeDuplicates() throws Exception {
        Received welcome = new Received(Kind.WELCOME, MessageId.random(), new UserId(1), "Ann");
        Received updated = new Received(Kind.PROFILE_UPDATED, MessageId.random(), new UserId(1), "Ann");
        for (int i = 0; i < 2; i++) {
            fixture.service().sendWelcomeNotification(welcome.id(), welcome.userId(), welcome.name());
            fixture.service().sendProfileUpdatedNotification(updated.id(), updated.userId(), updated.name());
        }

        assertThat(Set.copyOf(fixture.received())).containsExactlyInAnyOrder(welcome, updated);
    }
}
