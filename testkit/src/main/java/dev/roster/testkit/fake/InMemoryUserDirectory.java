package dev.roster.testkit.fake;

import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.application.port.directory.UserDirectory;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Directory of the users of a storage, usually an {@link InMemoryStorage}. All callers may see and change all users. */
public final class InMemoryUserDirectory implements UserDirectory {

    private final Storage storage;
    private final InstantSource clock;

    /**
     * Creates a directory.
     *
     * @param storage contains the users; not closed by this class
     * @param clock the clock for creation and update times
     */
    public InMemoryUserDirectory(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    @Override
    public Optional<DirectoryUser> findById(UserId id) {
        return available(() -> storage.users().findById(id).map(InMemoryUserDirectory::toDirectoryUser));
    }

    @Override
    public Page<DirectoryUser> findAll(PageRequest request) {
        return available(() -> storage.users().findAll(request).map(InMemoryUserDirectory::toDirectoryUser));
    }

    @Override
    public DirectoryUser create(EmailAddress email, String name) {
        return available(
                () -> toDirectoryUser(storage.users().create(new NewUser(email, name, "", null, clock.instant()))));
    }

    @Override
    public DirectoryUser update(UserId id, UserUpdate change) {
        return available(() -> storage.inTransaction(unit -> {
            User current = unit.users().findById(id).orElseThrow(() -> new UserNotFoundException(id));
            User changed = current.withEmail(change.email())
                    .withName(change.name())
                    .withBio(change.bio())
                    .withUpdatedAt(clock.instant());
            return toDirectoryUser(unit.users().update(changed));
        }));
    }

    @Override
    public boolean delete(UserId id) {
        return available(() -> storage.users().delete(id));
    }

    private static <T> T available(Supplier<T> call) {
        try {
            return call.get();
        } catch (StorageUnavailableException unavailable) {
            throw new DirectoryUnavailableException("the storage of the directory is unavailable", unavailable);
        }
    }

    private static DirectoryUser toDirectoryUser(User user) {
        Details details = new Details(user.email(), user.verified(), user.updatedAt());
        return new DirectoryUser(user.id(), user.name(), user.bio(), user.createdAt(), Optional.of(details));
    }
}
