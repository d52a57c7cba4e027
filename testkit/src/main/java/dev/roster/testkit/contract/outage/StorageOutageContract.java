package dev.roster.testkit.contract.outage;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.storage.CommitOutcomeUnknownException;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.fault.Outage;
import dev.roster.testkit.conformance.fault.OutageContract;
import dev.roster.testkit.conformance.fault.Writers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Contract of a {@link Storage} whose server becomes unavailable and recovers. */
public abstract class StorageOutageContract extends OutageContract<Storage> {

    private static final Instant NOW = Instant.parse("2023-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int WRITERS = 4;

    @Override
    protected Duration longestCall() {
        return Duration.ofSeconds(4);
    }

    /**
     * Given a storage that works. When its server is cut off, stopped or slow, and reads, writes, transactions, pings
     * and calls of the outbox are tried. Then each fails in bounded time with {@link StorageUnavailableException}.
     */
    @Clause(
            value = "storage-outage.calls-fail-typed",
            promise = "While the server is away or does not respond, each call fails in bounded time with "
                    + "StorageUnavailableException.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void callsFailTyped() throws Exception {
        User known = client().users().create(aUser().build());
        for (Outage outage : outages()) {
            List<Callable<Object>> calls = List.of(
                    () -> client().users().findById(known.id()),
                    () -> client().users().create(aUser().build()),
                    () -> client().posts().create(aPostBy(known.id()).build()),
                    () -> client().credentials().findByUserId(known.id()),
                    () -> client().inTransaction(unit -> unit.users().create(aUser().build())),
                    () -> client().outboxQueue().claim(Lane.DEFAULT, 1, NOW, LEASE),
                    () -> client().outboxQueue().stats(),
                    () -> {
                        client().ping();
                        return "pong";
                    });
            outage.begin().run();
            List<Outcome<Object>> outcomes = runBounded(calls);
            outage.end().run();

            for (int i = 0; i < outcomes.size(); i++) {
                assertThat(outcomes.get(i).failure())
                        .as("call %d during %s", i, outage.name())
                        .containsInstanceOf(StorageUnavailableException.class);
            }
            assertThat(awaitRecovery(() -> client().users().findById(known.id())))
                    .contains(known);
        }
    }

    /**
     * Given a transaction that has created a user, a post and a message. When its connection breaks before the work
     * ends. Then the transaction fails with {@link StorageUnavailableException}, and none of its writes is stored.
     */
    @Clause(
            value = "storage-outage.transaction-undone",
            promise = "A transaction whose connection breaks before its work ends fails, and none of its writes is "
                    + "stored.",
            needs = {"cut-connections", "stopped-server"})
    void brokenTransactionIsUndone() throws Exception {
        client().users().create(aUser().build());
        for (Outage outage : breaks()) {
            NewUser user = aUser().build();
            NewUser later = aUser().build();
            AtomicInteger runs = new AtomicInteger();
            List<Outcome<Object>> outcomes = runBounded(List.of(() -> client().inTransaction(unit -> {
                User created = unit.users().create(user);
                unit.posts().create(aPostBy(created.id()).build());
                unit.outbox().append(message());
                if (runs.incrementAndGet() == 1) {
                    outage.begin().run();
                }
                return unit.users().create(later);
            })));
            outage.end().run();

            assertThat(outcomes.get(0).failure())
                    .as("the transaction during %s", outage.name())
                    .containsInstanceOf(StorageUnavailableException.class);
            awaitRecovery(() -> client().inTransaction(unit -> unit.users().create(aUser().build())));
            assertThat(client().users().findByEmail(user.email())).isEmpty();
            assertThat(client().users().findByEmail(later.email())).isEmpty();
            assertThat(client().outboxQueue().stats().waiting()).isZero();
        }
    }

    /**
     * Given a transaction whose work has ended. When its connection breaks before the commit. Then it fails with
     * {@link StorageUnavailableException} after one execution of the work, and it was stored completely or not at all;
     * not at all unless the exception is {@link CommitOutcomeUnknownException}.
     */
    @Clause(
            value = "storage-outage.commit-all-or-nothing",
            promise = "A commit whose connection breaks stores all or nothing, is reported as unavailable or unknown, "
                    + "and is not run again.",
            needs = {"cut-connections", "stopped-server"})
    void brokenCommitIsAllOrNothing() throws Exception {
        client().users().create(aUser().build());
        for (Outage outage : breaks()) {
            NewUser user = aUser().build();
            AtomicInteger runs = new AtomicInteger();
            List<Outcome<Object>> outcomes = runBounded(List.of(() -> client().inTransaction(unit -> {
                runs.incrementAndGet();
                Object created = writeAll(unit, user);
                outage.begin().run();
                return created;
            })));
            outage.end().run();

            assertThat(outcomes.get(0).failure())
                    .as("the commit during %s", outage.name())
                    .containsInstanceOf(StorageUnavailableException.class);
            assertThat(runs).as("executions of the work").hasValue(1);
            awaitRecovery(() -> client().users().findByEmail(user.email()));
            assertAllOrNothing(client(), new Attempt(user, outcomes.get(0).thrown()));
        }
    }

    /**
     * Given threads that write users with posts, in transactions. When the server is cut off and stopped again and
     * again. Then a client that is opened afterwards finds each acknowledged transaction completely, none that failed
     * with a known outcome, and each other one completely or not at all.
     */
    @Clause(
            value = "storage-outage.acknowledged-writes-kept",
            promise = "No acknowledged write is lost in an outage, and no write that was reported as failed is stored.",
            needs = {"cut-connections", "stopped-server"})
    void acknowledgedWritesAreKept() throws Exception {
        client().users().create(aUser().build());
        try (Writers<Attempt> writers = new Writers<>(WRITERS, () -> {
            NewUser user = aUser().build();
            try {
                client().inTransaction(unit -> writeAll(unit, user));
                return new Attempt(user, null);
            } catch (StorageUnavailableException failed) {
                return new Attempt(user, failed);
            }
        })) {
            for (int round = 0; round < 2; round++) {
                for (Outage outage : breaks()) {
                    writers.await(Attempt::acknowledged, 10);
                    outage.begin().run();
                    writers.await(attempt -> !attempt.acknowledged(), 3);
                    outage.end().run();
                }
            }
            writers.await(Attempt::acknowledged, 10);
            List<Attempt> attempts = writers.stop();
            Storage reopened = reopen();
            attempts.stream()
                    .filter(Attempt::acknowledged)
                    .limit(200)
                    .forEach(each -> assertAllOrNothing(reopened, each));
            attempts.stream().filter(each -> !each.acknowledged()).forEach(each -> assertAllOrNothing(reopened, each));
        }
    }

    /**
     * Given a storage under load that becomes unavailable and recovers. When as many transactions as before run at once
     * on the same client. Then all commit: no connection was lost, and no restart is needed.
     */
    @Clause(
            value = "storage-outage.recovers-without-restart",
            promise = "After an outage the same client works again, with as many transactions at once as before.",
            needs = {"cut-connections", "stopped-server"})
    void recoversWithoutRestart() throws Exception {
        List<Callable<User>> transactions = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            transactions.add(() -> client().inTransaction(unit -> unit.users().create(aUser().build())));
        }
        runBounded(transactions).forEach(Outcome::get);
        for (Outage outage : breaks()) {
            outage.begin().run();
            runBounded(transactions)
                    .forEach(outcome -> assertThat(outcome.failure())
                            .as("a transaction during %s", outage.name())
                            .containsInstanceOf(StorageUnavailableException.class));
            outage.end().run();

            awaitRecovery(() -> {
                client().ping();
                return client().users().findById(new UserId(UserId.MAX));
            });
            for (int i = 0; i < 3; i++) {
                awaitRecovery(() -> client().users().create(aUser().build()));
            }
            runBounded(transactions).forEach(Outcome::get);
        }
    }

    /**
     * Given relays that claim and acknowledge messages. When the connection breaks meanwhile. Then no message is
     * acknowledged twice, and each that was not acknowledged can be claimed again after the lease, with its content.
     */
    @Clause(
            value = "storage-outage.claimed-messages-kept",
            promise = "A claim that breaks loses no message: each unacknowledged message can be claimed again after "
                    + "the lease.",
            needs = {"cut-connections", "stopped-server"})
    void claimedMessagesAreKept() throws Exception {
        for (Outage outage : breaks()) {
            Set<OutboxMessage> left = new HashSet<>();
            for (int i = 0; i < 40; i++) {
                OutboxMessage message = message();
                client().outbox().append(message);
                left.add(message);
            }
            for (int i = 0; i < 3; i++) {
                // a relay that stops before it acknowledges
                assertThat(client().outboxQueue().claim(Lane.DEFAULT, 1, NOW, LEASE))
                        .hasSize(1);
            }
            Set<OutboxMessage> uncertain = new HashSet<>();
            try (Writers<Relayed> relays = new Writers<>(2, this::claimAndAcknowledge)) {
                relays.await(relayed -> relayed.acknowledged().isPresent(), 3);
                outage.begin().run();
                relays.await(Relayed::failed, 2);
                outage.end().run();
                for (Relayed each : relays.stop()) {
                    each.acknowledged()
                            .ifPresent(message -> assertThat(left.remove(message))
                                    .as("acknowledged once: %s", message)
                                    .isTrue());
                    each.uncertain().ifPresent(uncertain::add);
                }
            }
            awaitRecovery(() -> client().outboxQueue().stats());
            List<Claim> claims = awaitRecovery(
                    () -> client().outboxQueue().claim(Lane.DEFAULT, 100, NOW.plus(LEASE.multipliedBy(2)), LEASE));
            Set<OutboxMessage> again = new HashSet<>();
            claims.forEach(claim -> assertThat(again.add(claim.message())).isTrue());
            assertThat(left).as("messages that were not acknowledged").containsAll(again);
            left.removeAll(again);
            assertThat(uncertain)
                    .as("messages that are gone without acknowledgement")
                    .containsAll(left);
            client().outboxQueue().acknowledgeAll(claims);
        }
    }

    private Relayed claimAndAcknowledge() {
        Optional<OutboxMessage> claimed = Optional.empty();
        try {
            for (Claim claim : client().outboxQueue().claim(Lane.DEFAULT, 1, NOW, LEASE)) {
                claimed = Optional.of(claim.message());
                return client().outboxQueue().acknowledge(claim)
                        ? new Relayed(claimed, Optional.empty(), false)
                        : new Relayed(Optional.empty(), claimed, false);
            }
            return new Relayed(Optional.empty(), Optional.empty(), false);
        } catch (StorageUnavailableException failed) {
            return new Relayed(Optional.empty(), claimed, true);
        }
    }

    /** Attempt to relay one message. */
    private record Relayed(Optional<OutboxMessage> acknowledged, Optional<OutboxMessage> uncertain, boolean failed) {}

    private static OutboxMessage message() {
        return new WelcomeNotification(MessageId.random(), NOW, new UserId(7), "Ann");
    }

    private static Object writeAll(UnitOfWork unit, NewUser user) {
        User created = unit.users().create(user);
        unit.posts().create(aPostBy(created.id()).build());
        return unit.users().update(created.withBio("complete"));
    }

    private static void assertAllOrNothing(Storage storage, Attempt attempt) {
        Optional<User> found = storage.users().findByEmail(attempt.user().email());
        if (attempt.acknowledged()) {
            assertThat(found).as("acknowledged user").isPresent();
        } else if (!(attempt.failure() instanceof CommitOutcomeUnknownException)) {
            assertThat(found)
                    .as("user of a transaction that failed: %s", attempt.failure())
                    .isEmpty();
        }
        found.ifPresent(user -> {
            assertThat(user.bio()).isEqualTo("complete");
            assertThat(storage.posts()
                            .findPaginated(PageRequest.first(), PostFilter.all().byAuthor(user.id()))
                            .items())
                    .extracting(Post::authorId)
                    .containsExactly(user.id());
        });
    }
}
