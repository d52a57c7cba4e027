package dev.roster.bootstrap;

import dev.roster.application.Caller;
import dev.roster.application.OutboxRelay;
import dev.roster.application.Precondition;
import dev.roster.application.ProfileUpdate;
import dev.roster.application.UserService;
import dev.roster.application.port.LoginThrottle;
import dev.roster.application.port.OutboxMessage.Lane;
import dev.roster.application.port.Storage;
import dev.roster.application.port.UserCache;
import dev.roster.domain.User;
import dev.roster.domain.UserId;
import dev.roster.domain.UserNotFoundException;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryEmailService;
import dev.roster.testkit.fake.InMemoryNotificationService;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.util.Optional;

/** One process of the service, as far as one user goes, and what is done there. */
final class PlayedNode {

    /** After which a message can be delivered again that could not be. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final int number;
    private final UserId id;
    private final Model model;
    private final SettableClock clock;
    private final Link link;
    private final UserService users;
    private final OutboxRelay relay;

    PlayedNode(int number, Storage shared, UserCache cache, User user, Model model, SettableClock clock) {
        this.number = number;
        this.id = user.id();
        this.model = model;
        this.clock = clock;
        this.link = new Link(cache, model);
        PausingStorage storage = new PausingStorage(shared, clock, model::committed);
        this.users = new UserService(
                storage, link, new FastPasswordHasher(1), new InMemoryTokenGenerator(), LoginThrottle.OFF, clock);
        this.relay = new OutboxRelay(
                storage.outboxQueue(),
                users,
                new InMemoryEmailService(),
                new InMemoryNotificationService(),
                link,
                clock);
    }

    int number() {
        return number;
    }

    Link link() {
        return link;
    }

    void read() {
        long oldest = model.oldest();
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
            // The other node was faster.
        }
    }

    /** Delivers what is due some time later; tells how much that was. */
    int deliver() {
        clock.advance(RETRY);
        return relay.deliverDue(Lane.CACHE);
    }
}
