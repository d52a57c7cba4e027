package dev.roster.testkit.fake;

import dev.roster.application.port.Storage;
import dev.roster.application.port.UserDirectory;
import dev.roster.domain.EmailAddress;
import dev.roster.domain.NewUser;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.User;
import dev.roster.domain.UserId;
import java.time.InstantSource;
import java.util.Optional;

/** A directory of the users of a storage, usually an {@link InMemoryStorage}. */
public final class InMemoryUserDirectory implements UserDirectory {

    private final Storage storage;
    private final InstantSource clock;

    /**
     * @param storage where the users are; not closed here
     * @param clock tells when users are created
     */
    public InMemoryUserDirectory(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    @Override
    public Optional<DirectoryUser> findById(UserId id) {
        return storage.users().findById(id).map(InMemoryUserDirectory::seen);
    }

    @Override
    public Page<DirectoryUser> findAll(PageRequest request) {
        return storage.users().findAll(request).map(InMemoryUserDirectory::seen);
    }

    @Override
    public DirectoryUser create(EmailAddress email, String name) {
        return seen(storage.users().create(new NewUser(email, name, "", null, clock.instant())));
    }

    private static DirectoryUser seen(User user) {
        return new DirectoryUser(
                user.id(), user.email(), user.name(), user.bio(), user.verified(), user.createdAt(), user.updatedAt());
    }
}
