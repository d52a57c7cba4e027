package dev.roster.testkit.faulty.outage;

import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.application.port.directory.UserDirectory;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingUserDirectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Planted faults of user directories that an outage interrupts. Each is planted in a correct directory. */
public enum UserDirectoryOutageFaults implements PlantedFault {
    @Fault("Changes only the name when an update was interrupted.")
    UPDATE_HALF_DONE("directory-outage.update-all-or-nothing");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    UserDirectoryOutageFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a client with the fault. */
    public UserDirectory plantedIn(UserDirectory sound) {
        return new ForwardingUserDirectory(sound) {

            private final Map<UserId, UserUpdate> interrupted = new ConcurrentHashMap<>();

            @Override
            public DirectoryUser update(UserId id, UserUpdate change) {
                try {
                    return super.update(id, change);
                } catch (DirectoryUnavailableException failed) {
                    interrupted.put(id, change);
                    throw failed;
                }
            }

            @Override
            public Optional<DirectoryUser> findById(UserId id) {
                Optional<DirectoryUser> found = super.findById(id);
                UserUpdate half = interrupted.remove(id);
                if (half == null || found.isEmpty()) {
                    return found;
                }
                DirectoryUser user = found.get();
                return Optional.of(
                        super.update(id, new UserUpdate(user.email().orElseThrow(), half.name(), user.bio())));
            }
        };
    }
}
