package dev.roster.testkit.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Clauses;
import dev.roster.testkit.conformance.RepeatedRace;
import dev.roster.testkit.data.TrickyStrings;
import dev.roster.testkit.fake.InMemoryNotificationService.Kind;
import dev.roster.testkit.fake.InMemoryNotificationService.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Contract of {@link NotificationService}. Its receivers are reachable in all clauses. */
@Clauses
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

    /**
     * Given notifications of both kinds, each with a name and an id of its own. When several threads send them at the
     * same time. Then receivers get each of them unchanged, once.
     */
    @Clause(
            value = "notifications.threads-independent",
            promise = "Threads that send at the same time do not mix up ids, users, names or kinds.")
    void threadsSendIndependently() throws Exception {
        NotificationService service = fixture.service();
        List<Notification> sent = new ArrayList<>();
        RepeatedRace.of(2_000, Duration.ofSeconds(1)).run(() -> {
            List<Callable<?>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Kind kind = i % 2 == 0 ? Kind.WELCOME : Kind.PROFILE_UPDATED;
                Notification each =
                        new Notification(kind, MessageId.random(), new UserId(sent.size() + 1L), "Name " + sent.size());
                sent.add(each);
                calls.add(() -> send(service, each));
            }
            return new RepeatedRace.Round(calls, () -> null);
        });

        assertThat(fixture.received()).containsExactlyInAnyOrderElementsOf(sent);
    }

    private static boolean send(NotificationService service, Notification each) {
        switch (each.kind()) {
            case WELCOME -> service.sendWelcomeNotification(each.id(), each.userId(), each.name());
            case PROFILE_UPDATED -> service.sendProfileUpdatedNotification(each.id(), each.userId(), each.name());
        }
        return true;
    }
}
