package dev.roster.testkit.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.ClauseNames;
import dev.roster.testkit.data.TrickyStrings;
import dev.roster.testkit.fake.InMemoryNotificationService.Kind;
import dev.roster.testkit.fake.InMemoryNotificationService.Notification;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;

/** Contract of {@link NotificationService}. Its receivers are reachable in all clauses. */
@DisplayNameGeneration(ClauseNames.class)
public abstract class NotificationServiceContract {

    @SuppressWarnings("NullAway.Init") // set before each clause
    private Fixture fixture;

    /** Returns a service whose receivers have received nothing. Called before each clause; closed after it. */
    protected abstract Fixture newFixture() throws Exception;

    /** Service under test with the notifications that its receivers received. */
    public interface Fixture {

        /** Returns the service under test. */
        NotificationService service();

        /** Returns all received notifications, oldest first. */
        List<Notification> received() throws Exception;

        /** Releases all resources. */
        void close() throws Exception;
    }

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = newFixture();
    }

    @AfterEach
    final void closeFixture() throws Exception {
        fixture.close();
    }

    /**
     * Given notifications of each kind with texts of many scripts. When they are sent. Then receivers get each one
     * unchanged and in order.
     */
    @Clause(
            value = "notifications.received-as-sent",
            promise = "Receivers get each notification unchanged and in the order in which they were sent.")
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
                            new Notification(Kind.WELCOME, welcome, largest, name),
                            new Notification(Kind.PROFILE_UPDATED, updated, new UserId(1), name));
        }
    }

    /**
     * Given a notification of each kind. When it is sent twice. Then both deliveries have the same id and the same
     * content.
     */
    @Clause(
            value = "notifications.duplicates-recognizable",
            promise = "A notification that is sent twice has the same id and content both times.")
    void receiversCanRecognizeDuplicates() throws Exception {
        Notification welcome = new Notification(Kind.WELCOME, MessageId.random(), new UserId(1), "Ann");
        Notification updated = new Notification(Kind.PROFILE_UPDATED, MessageId.random(), new UserId(1), "Ann");
        for (int i = 0; i < 2; i++) {
            fixture.service().sendWelcomeNotification(welcome.id(), welcome.userId(), welcome.name());
            fixture.service().sendProfileUpdatedNotification(updated.id(), updated.userId(), updated.name());
        }

        assertThat(Set.copyOf(fixture.received())).containsExactlyInAnyOrder(welcome, updated);
    }
}
