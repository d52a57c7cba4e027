package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.Viewer;
import dev.roster.application.account.ProfileUpdate;
import dev.roster.application.account.UserService;
import dev.roster.application.account.UserUpdate;
import dev.roster.application.outbox.OutboxRelay;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryEmailService;
import dev.roster.testkit.fake.InMemoryNotificationService;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the services of several nodes keep whatever storage and cache they share. */
public abstract class UserServiceCachingContract extends Contract<UserServiceCachingContract.Node> {

    private final SettableClock clock = new SettableClock();

    /** For subclasses. */
    protected UserServiceCachingContract() {}

    /**
     * What a node has: a client of the storage and one of the cache.
     *
     * @param storage of the data that all nodes share
     * @param cache of what all nodes share
     */
    public record Node(Storage storage, UserCache cache) implements AutoCloseable {

        /** Closes both, the cache if it can be closed. */
        @Override
        public void close() {
            try {
                if (cache instanceof AutoCloseable closeable) {
                    closeable.close();
                }
            } catch (Exception failed) {
                throw new IllegalStateException("the cache was not closed properly", failed);
            } finally {
                storage.close();
            }
        }
    }

    /** Given a user read once; when it is read again, by whomever, on any node; then the storage is not asked. */
    @Clause("caching.hit-spares-storage")
    void hitSparesStorage() throws Exception {
        CountingStorage counting = new CountingStorage(subject().storage());
        UserService users = users(counting, subject().cache());
        User user = registered(users);
        assertThat(users.getUser(user.id())).isEqualTo(user);
        assertThat(subject().cache().find(user.id())).isEqualTo(new Hit(user));

        counting.reset();
        CountingStorage others = new CountingStorage(secondClient().storage());
        UserService elsewhere = users(others, secondClient().cache());
        for (int i = 0; i < 5; i++) {
            assertThat(users.getUser(user.id())).isEqualTo(user);
            assertThat(elsewhere.viewUser(Viewer.anonymous(), user.id())).isNotNull();
        }
        assertThat(counting.calls() + others.calls()).isZero();
    }

    /** Given a user that is not in the cache; when many ask for it at once; then the storage is asked once. */
    @Clause("caching.missed-once")
    void missedOnce() throws Exception {
        CountingStorage counting = new CountingStorage(subject().storage());
        UserService users = users(counting, subject().cache());
        User user = registered(users);
        counting.reset();
        // The first to miss reads once all have looked into the cache.
        UserCache cache = new PausingUserCache(subject().cache(), counting::arrives, () -> {});
        UserService meeting = users(counting, cache);
        counting.holdReadsUntil(8);

        List<Outcome<User>> outcomes = Rendezvous.of(8, i -> () -> meeting.getUser(user.id()));

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.get()).isEqualTo(user));
        assertThat(counting.calls()).isEqualTo(1);
    }

    /** Given two nodes that both hold a user; when one changes it; then the next read on each gives the change. */
    @Clause("caching.change-seen-everywhere")
    void changeSeenEverywhere() throws Exception {
        Node other = secondClient();
        UserService here = users(subject());
        UserService there = users(other);
        User user = registered(here);

        for (int i = 0; i < 5; i++) {
            assertThat(here.getUser(user.id())).isEqualTo(there.getUser(user.id()));
            User updated = renamed(i % 2 == 0 ? here : there, user, "Name " + i);
            assertThat(subject().cache().find(user.id()))
                    .as("what is in the cache right after")
                    .isEqualTo(new Hit(updated));
            assertThat(there.getUser(user.id())).isEqualTo(updated);
            assertThat(here.getUser(user.id())).isEqualTo(updated);
        }
        // One who read the storage before a change, and comes to the cache after it.
        User read = registered(here);
        List<User> updated = new ArrayList<>();
        User old = slow(other, () -> updated.add(renamed(here, read, "New"))).getUser(read.id());
        assertThat(old).isEqualTo(read);
        for (UserService node : List.of(there, here)) {
            assertThat(updated).containsExactly(node.getUser(read.id()));
        }
    }

    /** Given a change made while nobody told the cache; when the relay has run; then no node reads the old value. */
    @Clause("caching.relay-makes-up")
    void relayMakesUp() throws Exception {
        Node other = secondClient();
        User user = registered(users(subject()));
        UserService there = users(other);
        assertThat(there.getUser(user.id())).isEqualTo(user);

        User updated = users(subject().storage(), deaf())
                .updateUser(
                        new Caller(user.id()),
                        user.id(),
                        new UserUpdate(user.email(), "New", user.bio()),
                        Precondition.NONE);
        assertThat(there.getUser(user.id())).as("as it was cached").isEqualTo(user);
        relay(other);

        assertThat(there.getUser(user.id())).isEqualTo(updated);
        delete(users(subject().storage(), deaf()), user);
        relay(other);
        assertNotFound(user, there);
    }

    /** Given two nodes that change one user in turn, and at once; then every node reads the last change. */
    @Clause("caching.last-change-stays")
    void lastChangeStays() throws Exception {
        Node other = secondClient();
        List<UserService> nodes = List.of(users(subject()), users(other));
        User user = registered(nodes.get(0));

        Rendezvous.of(4, i -> () -> {
                    for (int round = 0; round < 5; round++) {
                        UserService node = nodes.get(i % 2);
                        renamed(node, user, "By " + i + " in " + round);
                        node.getUser(user.id());
                    }
                    return i;
                })
                .forEach(Rendezvous.Outcome::get);

        User last = subject().storage().users().findById(user.id()).orElseThrow();
        assertThat(last.version()).isEqualTo(21);
        for (UserService node : nodes) {
            assertThat(node.getUser(user.id())).isEqualTo(last);
        }
    }

    /** Given two nodes that both hold a user; when one deletes it; then it is not found on either, nor put back. */
    @Clause("caching.deletion-seen-everywhere")
    void deletionSeenEverywhere() throws Exception {
        Node other = secondClient();
        UserService here = users(subject());
        UserService there = users(other);
        User user = registered(here);
        assertThat(there.getUser(user.id())).isEqualTo(user);

        delete(here, user);

        assertNotFound(user, there, here, there);
        // Those who read or changed it before the deletion, and come to the cache after it.
        User read = registered(here);
        assertThat(slow(other, () -> delete(here, read)).getUser(read.id())).isEqualTo(read);
        assertNotFound(read, there, here);
        User changed = registered(here);
        renamed(slow(other, () -> delete(here, changed)), changed, "Late");
        assertNotFound(changed, there, here);
    }

    private static void assertNotFound(User user, UserService... nodes) {
        for (UserService node : nodes) {
            assertThatExceptionOfType(UserNotFoundException.class).isThrownBy(() -> node.getUser(user.id()));
        }
    }

    private static User renamed(UserService node, User user, String name) {
        return node.updateProfile(
                new Caller(user.id()),
                user.id(),
                new ProfileUpdate(Optional.of(name), Optional.empty()),
                Precondition.NONE);
    }

    private static void delete(UserService node, User user) {
        node.deleteUser(new Caller(user.id()), user.id(), Precondition.NONE);
    }

    /** A node that something happens to between the storage and the cache. */
    private UserService slow(Node node, Runnable meanwhile) {
        return users(node.storage(), new PausingUserCache(node.cache(), () -> {}, meanwhile));
    }

    private UserService users(Node node) {
        return users(node.storage(), node.cache());
    }

    private UserService users(Storage storage, UserCache cache) {
        return new UserService(
                storage, cache, new FastPasswordHasher(2), new InMemoryTokenGenerator(), LoginThrottle.OFF, clock);
    }

    private static User registered(UserService users) {
        return users.registerUser(Unique.emailAddress(), new Password("correct horse"), "Ann")
                .user();
    }

    private void relay(Node node) {
        OutboxRelay relay = new OutboxRelay(
                node.storage().outboxQueue(),
                users(node),
                new InMemoryEmailService(),
                new InMemoryNotificationService(),
                node.cache(),
                clock);
        while (relay.deliverDue() > 0) {
            // until nothing is due
        }
    }

    /** Out of reach for one node alone. */
    private static UserCache deaf() {
        InMemoryUserCache deaf = new InMemoryUserCache();
        deaf.setReachable(false);
        return deaf;
    }
}
