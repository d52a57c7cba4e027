package dev.roster.bootstrap.cluster;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Precondition;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.account.ProfileUpdate;
import dev.roster.application.account.UserService;
import dev.roster.application.outbox.OutboxRelay;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryEmailService;
import dev.roster.testkit.fake.InMemoryNotificationService;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.util.Optional;

/** Simulated node of the service with operations on one user. */
final class SimulatedNode {

    /** Time after which a failed delivery can be retried. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final int number;
    private final UserId id;
    private final ReferenceModel model;
    private final SettableClock clock;
    private final FaultyCache faultyCache;
    private final UserService users;
    private final OutboxRelay relay;

    SimulatedNode(int number, Storage shared, UserCache cache, User user, ReferenceModel model, SettableClock clock) {
        this.number = number;
        this.id = user.id();
        this.model = model;
        this.clock = clock;
        this.faultyCache = new FaultyCache(cache, model);
        PausingStorage storage = new PausingStorage(shared, clock, model::committed);
        this.users = new UserService(
                storage,
                faultyCache,
                new FastPasswordHasher(1),
                new InMemoryTokenGenerator(),
                LoginThrottle.NONE,
                clock);
        this.relay = new OutboxRelay(
                storage.outboxQueue(),
                new OneTimeTokenMailer(storage, new InMemoryTokenGenerator(), clock),
                new InMemoryEmailService(),
                new InMemoryNotificationService(),
                faultyCache,
                clock);
    }

    int number() {
        return number;
    }

    FaultyCache faultyCache() {
        return faultyCache;
    }

    void read() {
        long oldest = model.oldestAllowedVersion();
        Optional<User> seen;
        try {
            seen = Optional.of(users.getUser(id));
        } catch (UserNotFoundException none) {
            seen = Optional.empty();
        }
        model.requireFresh(seen, oldest);
    }

    void rename(String name) {
        ProfileUpdate update = new ProfileUpdate(Optional.of(name), Optional.empty());
        unlessDeleted(() -> users.updateProfile(new Caller(id), id, update, Precondition.NONE));
    }

    void delete() {
        unlessDeleted(() -> users.deleteUser(new Caller(id), id, Precondition.NONE));
    }

    private static void unlessDeleted(Runnable change) {
        try {
            change.run();
        } catch (UserNotFoundException gone) {
            // The other node deleted the user first.
        }
    }

    /** Advances the clock, delivers due messages and returns their number. */
    int deliver() {
        clock.advance(RETRY_DELAY);
        return relay.deliverDue(Lane.CACHE, () -> {});
    }
}
