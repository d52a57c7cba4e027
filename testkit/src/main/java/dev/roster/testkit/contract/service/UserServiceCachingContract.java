package dev.roster.testkit.contract.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.Viewer;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.AdminService;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.account.ProfileUpdate;
import dev.roster.application.account.Registration;
import dev.roster.application.account.UserService;
import dev.roster.application.outbox.OutboxRelay;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.Password;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
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

/**
 * Contract of {@link UserService} on several nodes that share a storage and a cache. Longer than other classes because
 * all its clauses need the same nodes.
 */
public abstract class UserServiceCachingContract extends Contract<UserServiceCachingContract.Node> {

    private final SettableClock clock = new SettableClock();

    /** For subclasses. */
    protected UserServiceCachingContract() {}

    /**
     * The clients of one node.
     *
     * @param storage a client of the storage that all nodes share
     * @param cache a client of the cache that all nodes share
     */
    public record Node(Storage storage, UserCache cache) implements AutoCloseable {

        /** Closes the storage, and the cache if it is {@link AutoCloseable}. */
        @Override
        public void close() {
            try (storage) {
                if (cache instanceof AutoCloseable closeable) {
                    closeable.close();
                }
            } catch (Exception failed) {
                throw new IllegalStateException("closing the node failed", failed);
            }
        }
    }

    /** Given a user that was read once. When any caller reads it on any node. Then the storage is not read. */
    @Clause(
            value = "caching.hit-avoids-storage",
            promise = "A cached user is read on every node without a call of the storage.")
    void hitDoesNotReadStorage() throws Exception {
        CountingStorage counting = new CountingStorage(client().storage());
        UserService users = users(counting, client().cache());
        User user = register(users);
        assertThat(users.getUser(user.id())).isEqualTo(user);
        assertThat(client().cache().find(user.id())).isEqualTo(new Hit(user));

        counting.reset();
        CountingStorage others = new CountingStorage(secondClient().storage());
        UserService elsewhere = users(others, secondClient().cache());
        for (int i = 0; i < 5; i++) {
            assertThat(users.getUser(user.id())).isEqualTo(user);
            assertThat(elsewhere.viewUser(Viewer.anonymous(), user.id())).isNotNull();
        }
        assertThat(counting.callCount() + others.callCount()).isZero();
    }

    /** Given a user that is not cached. When 8 threads read it at once. Then the storage is read once. */
    @Clause(
            value = "caching.concurrent-misses-load-once",
            promise = "Concurrent reads of a user that is not cached share one read of the storage.")
    void concurrentMissesLoadOnce() throws Exception {
        CountingStorage counting = new CountingStorage(client().storage());
        UserService users = users(counting, client().cache());
        User user = register(users);
        counting.reset();
        // The load starts only after all threads have missed the cache.
        UserCache cache = new PausingUserCache(client().cache(), counting::arrive, () -> {});
        UserService meeting = users(counting, cache);
        counting.blockReadsUntil(8);

        List<Outcome<User>> outcomes = Rendezvous.run(8, i -> () -> meeting.getUser(user.id()));

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.get()).isEqualTo(user));
        assertThat(counting.callCount()).isEqualTo(1);
    }

    /**
     * Given two nodes that have read a user. When one node changes it. Then the next read on each node returns the
     * change, even if a node read the storage before the change and fills the cache after it.
     */
    @Clause(
            value = "caching.change-visible-on-all-nodes",
            promise = "After a change of a user, every node reads the change, even if another node filled "
                    + "the cache late.")
    void changeIsVisibleOnAllNodes() throws Exception {
        Node other = secondClient();
        UserService here = users(client());
        UserService there = users(other);
        User user = register(here);

        for (int i = 0; i < 5; i++) {
            assertThat(here.getUser(user.id())).isEqualTo(there.getUser(user.id()));
            User updated = rename(i % 2 == 0 ? here : there, user, "Name " + i);
            assertThat(client().cache().find(user.id()))
                    .as("cache entry right after the change")
                    .isEqualTo(new Hit(updated));
            assertThat(there.getUser(user.id())).isEqualTo(updated);
            assertThat(here.getUser(user.id())).isEqualTo(updated);
        }
        // Changes by a mailed token and by an operator.
        Registration mailed = registration(here);
        UserId id = mailed.user().id();
        there.getUser(id);
        accounts(client()).verifyEmail(mailed.verificationToken().value(), ClientAddress.UNKNOWN);
        assertThat(there.getUser(id).verified()).isTrue();
        new AdminService(client().storage(), client().cache(), clock)
                .changeRole(mailed.user().email(), Role.ADMIN, false);
        assertThat(there.getUser(id).role()).isEqualTo(Role.ADMIN);
        // A node that read the storage before a change and fills the cache after it.
        User read = register(here);
        List<User> updated = new ArrayList<>();
        User old = serviceWithPause(other, () -> updated.add(rename(here, read, "New")))
                .getUser(read.id());
        assertThat(old).isEqualTo(read);
        for (UserService node : List.of(there, here)) {
            assertThat(updated).containsExactly(node.getUser(read.id()));
        }
    }

    /** Given changes made while the cache was unreachable. When the relay has run. Then no node reads stale values. */
    @Clause(
            value = "caching.relay-repairs-cache",
            promise = "Changes and deletions that did not reach the cache reach it through the outbox.")
    void relayRepairsStaleCache() throws Exception {
        Node other = secondClient();
        User user = register(users(client()));
        UserService there = users(other);
        assertThat(there.getUser(user.id())).isEqualTo(user);

        User updated = users(client().storage(), unreachableCache())
                .updateUser(
                        new Caller(user.id()),
                        user.id(),
                        new UserUpdate(user.email(), "New", user.bio()),
                        Precondition.NONE);
        assertThat(there.getUser(user.id()))
                .as("stale entry before the relay runs")
                .isEqualTo(user);
        runRelay(other);

        assertThat(there.getUser(user.id())).isEqualTo(updated);
        delete(users(client().storage(), unreachableCache()), user);
        Registration mailed = registration(there);
        there.getUser(mailed.user().id());
        accounts(new Node(client().storage(), unreachableCache()))
                .disown(mailed.verificationToken().value(), ClientAddress.UNKNOWN);
        runRelay(other);
        assertNotFound(user, there);
        assertNotFound(mailed.user(), there);
    }

    /** Given two nodes. When 4 threads change one user on both at once. Then every node returns the last change. */
    @Clause(
            value = "caching.last-change-visible-on-all-nodes",
            promise = "After concurrent changes of a user on several nodes, every node reads the last one.")
    void lastChangeIsVisibleOnAllNodes() throws Exception {
        Node other = secondClient();
        List<UserService> nodes = List.of(users(client()), users(other));
        User user = register(nodes.get(0));

        Rendezvous.run(4, i -> () -> {
                    for (int round = 0; round < 5; round++) {
                        UserService node = nodes.get(i % 2);
                        rename(node, user, "By " + i + " in " + round);
                        node.getUser(user.id());
                    }
                    return i;
                })
                .forEach(Outcome::get);

        User last = client().storage().users().findById(user.id()).orElseThrow();
        assertThat(last.version()).isEqualTo(21);
        for (UserService node : nodes) {
            assertThat(node.getUser(user.id())).isEqualTo(last);
        }
    }

    /**
     * Given two nodes that have read a user. When one node deletes it. Then neither node finds it, even if a node read
     * or changed the user before the deletion and writes to the cache after it.
     */
    @Clause(
            value = "caching.deletion-visible-on-all-nodes",
            promise = "After a deletion of a user, no node finds it, even if another node wrote to the cache late.")
    void deletionIsVisibleOnAllNodes() throws Exception {
        Node other = secondClient();
        UserService here = users(client());
        UserService there = users(other);
        User user = register(here);
        assertThat(there.getUser(user.id())).isEqualTo(user);

        delete(here, user);

        assertNotFound(user, there, here, there);
        Registration mailed = registration(here);
        there.getUser(mailed.user().id());
        accounts(client()).disown(mailed.verificationToken().value(), ClientAddress.UNKNOWN);
        assertNotFound(mailed.user(), there, here);
        // A node that read or changed the user before the deletion and writes to the cache after it.
        User read = register(here);
        assertThat(serviceWithPause(other, () -> delete(here, read)).getUser(read.id()))
                .isEqualTo(read);
        assertNotFound(read, there, here);
        User changed = register(here);
        rename(serviceWithPause(other, () -> delete(here, changed)), changed, "Late");
        assertNotFound(changed, there, here);
    }

    private static void assertNotFound(User user, UserService... nodes) {
        for (UserService node : nodes) {
            assertThatThrownBy(() -> node.getUser(user.id())).isInstanceOf(UserNotFoundException.class);
        }
    }

    private static User rename(UserService node, User user, String name) {
        return node.updateProfile(
                new Caller(user.id()),
                user.id(),
                new ProfileUpdate(Optional.of(name), Optional.empty()),
                Precondition.NONE);
    }

    private static void delete(UserService node, User user) {
        node.deleteUser(new Caller(user.id()), user.id(), Precondition.NONE);
    }

    /** Returns a service that runs an action between its read or write of the storage and its write to the cache. */
    private UserService serviceWithPause(Node node, Runnable meanwhile) {
        return users(node.storage(), new PausingUserCache(node.cache(), () -> {}, meanwhile));
    }

    private UserService users(Node node) {
        return users(node.storage(), node.cache());
    }

    private UserService users(Storage storage, UserCache cache) {
        return new UserService(
                storage, cache, new FastPasswordHasher(2), new InMemoryTokenGenerator(), LoginThrottle.NONE, clock);
    }

    private AccountService accounts(Node node) {
        return new AccountService(node.storage(), node.cache(), new FastPasswordHasher(2), LoginThrottle.NONE, clock);
    }

    private static User register(UserService users) {
        return registration(users).user();
    }

    private static Registration registration(UserService users) {
        return users.registerUser(Unique.emailAddress(), new Password("correct horse"), "Ann");
    }

    private void runRelay(Node node) {
        OutboxRelay relay = new OutboxRelay(
                node.storage().outboxQueue(),
                new OneTimeTokenMailer(node.storage(), new InMemoryTokenGenerator(), clock),
                new InMemoryEmailService(),
                new InMemoryNotificationService(),
                node.cache(),
                clock);
        while (relay.deliverDue() > 0) {
            // until nothing is due
        }
    }

    /** Returns the cache as seen by a node that has lost its connection. */
    private static UserCache unreachableCache() {
        InMemoryUserCache deaf = new InMemoryUserCache();
        deaf.setReachable(false);
        return deaf;
    }
}
