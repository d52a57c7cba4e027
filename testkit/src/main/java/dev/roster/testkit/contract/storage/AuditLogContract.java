package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Contract of {@link AuditLog}. */
public abstract class AuditLogContract extends Contract<Storage> {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00.000001Z");
    private static final ClientAddress CLIENT_ADDRESS = new ClientAddress("192.0.2.1");

    /** For subclasses. */
    protected AuditLogContract() {}

    @Override
    protected List<String> dataIn(Storage client) {
        return StoredData.in(client);
    }

    private AuditLog log() {
        return client().auditLog();
    }

    private static AuditEvent event(AuditEvent.Type type, long user, Instant at) {
        return AuditEvent.of(type, Optional.of(new UserId(user)), CLIENT_ADDRESS, at);
    }

    /**
     * Given events of every type, with and without a user, an actor and a client address. When they are appended. Then
     * a second client reads them unchanged.
     */
    @Clause(
            value = "audit.fields-round-trip",
            promise = "All fields of an audit event are returned as they were appended.")
    void fieldsRoundTrip() throws Exception {
        List<AuditEvent> events = new ArrayList<>();
        for (AuditEvent.Type type : AuditEvent.Type.values()) {
            events.add(0, AuditEvent.of(type, Optional.empty(), ClientAddress.UNKNOWN, NOW));
            events.add(0, AuditEvent.by(new UserId(UserId.MAX), type, new UserId(1), CLIENT_ADDRESS, NOW));
        }
        events.add(0, event(AuditEvent.Type.REGISTERED, 2, NOW.plusNanos(123_456_789)));
        ClientAddress longest = new ClientAddress("f".repeat(ClientAddress.MAX_LENGTH));
        events.add(
                0, AuditEvent.of(AuditEvent.Type.SIGNED_IN, Optional.of(new UserId(3)), longest, NOW.plusSeconds(1)));
        for (int i = events.size() - 1; i >= 0; i--) {
            log().append(events.get(i));
        }

        assertThat(secondClient().auditLog().findLatest(100)).isEqualTo(events);
    }

    /**
     * Given events of several instants, appended by two clients. When the latest events are read. Then at most the
     * requested number is returned, newest first, and events of one instant in reverse order of appending.
     */
    @Clause(
            value = "audit.newest-first",
            promise = "The latest events are returned newest first, at most as many as requested.")
    void returnsNewestFirst() throws Exception {
        AuditEvent second = event(AuditEvent.Type.SIGNED_IN, 1, NOW);
        AuditEvent first = event(AuditEvent.Type.REGISTERED, 1, NOW.minusSeconds(1));
        AuditEvent third = event(AuditEvent.Type.SIGNED_OUT, 1, NOW);
        AuditEvent last = event(AuditEvent.Type.SIGN_IN_FAILED, 1, NOW.plusNanos(1_000));
        AuditEvent between = event(AuditEvent.Type.RESET_REQUESTED, 1, NOW);
        AuditLog other = secondClient().auditLog();
        List.of(last, second, first).forEach(log()::append);
        other.append(between);
        log().append(third);

        assertThat(log().findLatest(10)).containsExactly(last, third, between, second, first);
        assertThat(other.findLatest(2)).containsExactly(last, third);
    }

    /**
     * Given events of two accounts and one without an account. When the latest events of one account are read. Then at
     * most the requested number is returned, newest first, those of one instant in reverse order of appending, without
     * events of which the account is only the actor.
     */
    @Clause(
            value = "audit.filtered-by-account",
            promise = "The events of a user are those about the user, without those of which the user is only the "
                    + "actor.")
    void returnsEventsOfOneAccount() {
        AuditEvent older = event(AuditEvent.Type.REGISTERED, 7, NOW);
        AuditEvent newer = event(AuditEvent.Type.SIGNED_IN, 7, NOW.plusSeconds(1));
        AuditEvent newest = event(AuditEvent.Type.SIGNED_OUT, 7, NOW.plusSeconds(1));
        log().append(newer);
        log().append(older);
        log().append(newest);
        log().append(AuditEvent.by(new UserId(7), AuditEvent.Type.USER_DELETED, new UserId(8), CLIENT_ADDRESS, NOW));
        log().append(AuditEvent.of(
                AuditEvent.Type.SIGN_IN_FAILED, Optional.empty(), CLIENT_ADDRESS, NOW.plusSeconds(2)));

        assertThat(log().findLatestByUserId(new UserId(7), 10)).containsExactly(newest, newer, older);
        assertThat(log().findLatestByUserId(new UserId(7), 1)).containsExactly(newest);
        assertThat(log().findLatestByUserId(new UserId(9), 10)).isEmpty();
    }

    /**
     * Given a user with an event, who caused an event of another user. When the user is deleted. Then both events are
     * still in the log, unchanged.
     */
    @Clause(
            value = "audit.kept-after-user-deleted",
            promise = "The events about a user and the events by a user stay when the user is deleted.")
    void keepsEventsOfDeletedUser() {
        User user = client().users().create(aUser().build());
        User created = client().users().create(aUser().build());
        AuditEvent about = event(AuditEvent.Type.SIGNED_IN, user.id().value(), NOW);
        AuditEvent by = AuditEvent.by(user.id(), AuditEvent.Type.USER_CREATED, created.id(), CLIENT_ADDRESS, NOW);
        log().append(about);
        log().append(by);

        client().users().delete(user.id());

        assertThat(log().findLatestByUserId(user.id(), 10)).containsExactly(about);
        assertThat(log().findLatestByUserId(created.id(), 10)).containsExactly(by);
        assertThat(log().findLatest(10)).containsExactly(by, about);
    }

    /**
     * Given events that a user caused: about the user, about another one, and about a user that the actor deleted. When
     * the actor is deleted, with and without a version. Then all events are unchanged, with the actor.
     */
    @Clause(
            value = "audit.kept-after-actor-deleted",
            promise = "Events caused by a user stay in the log, with that actor, when the actor is deleted.")
    void keepsEventsByDeletedActor() {
        for (boolean atItsVersion : new boolean[] {false, true}) {
            User actor = client().users().create(aUser().build());
            User other = client().users().create(aUser().createdBy(actor.id()).build());
            UserId deleted = client().users().create(aUser().build()).id();
            client().users().delete(deleted);
            List<AuditEvent> events = new ArrayList<>();
            for (UserId concerned : List.of(actor.id(), other.id(), deleted)) {
                events.add(
                        0, AuditEvent.by(actor.id(), AuditEvent.Type.PROFILE_CHANGED, concerned, CLIENT_ADDRESS, NOW));
                log().append(events.get(0));
            }

            if (atItsVersion) {
                client().users().delete(actor.id(), actor.version());
            } else {
                client().users().delete(actor.id());
            }

            assertThat(log().findLatest(3)).isEqualTo(events);
            for (AuditEvent event : events) {
                assertThat(log().findLatestByUserId(event.userId().orElseThrow(), 10))
                        .containsExactly(event);
            }
        }
    }

    /**
     * Given events of several instants. When the events before one of these instants are deleted. Then the events of
     * that instant and later remain, and the number of deleted events is returned.
     */
    @Clause(
            value = "audit.old-events-deleted",
            promise = "The deletion of old events deletes those before the given instant and no others, and returns "
                    + "their number.")
    void deletesOldEvents() {
        AuditEvent kept = event(AuditEvent.Type.SIGNED_IN, 1, NOW);
        AuditEvent later = event(AuditEvent.Type.SIGNED_IN, 1, NOW.plusSeconds(1));
        List.of(
                        event(AuditEvent.Type.REGISTERED, 1, NOW.minusNanos(1_000)),
                        kept,
                        event(AuditEvent.Type.REGISTERED, 2, NOW.minusSeconds(9)),
                        later)
                .forEach(log()::append);

        assertThat(log().deleteBefore(NOW)).isEqualTo(2);
        assertThat(log().deleteBefore(NOW)).isZero();

        assertThat(log().findLatest(10)).containsExactly(later, kept);
    }

    /**
     * Given two transactions that append the same event. When the first fails and the second commits. Then the log is
     * empty after the first and contains the event after the second.
     */
    @Clause(
            value = "audit.appended-only-on-commit",
            promise = "An event appended in a transaction is stored if and only if the transaction commits.")
    void appendsEventOnlyOnCommit() {
        AuditEvent event = event(AuditEvent.Type.SIGNED_IN, 1, NOW);
        assertThatIllegalStateException()
                .isThrownBy(() -> client().inTransaction(unit -> {
                    unit.auditLog().append(event);
                    throw new IllegalStateException("planned");
                }));
        assertThat(log().findLatest(10)).isEmpty();

        client().inTransaction(unit -> {
            unit.auditLog().append(event);
            return event;
        });
        assertThat(log().findLatest(10)).containsExactly(event);
    }
}
