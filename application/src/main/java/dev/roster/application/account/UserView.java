package dev.roster.application.account;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Revision;
import dev.roster.application.access.Viewer;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Instant;

/** As much of a user as the viewer may see. */
public sealed interface UserView {

    /** What it is a view of, and of which state: equal for equal states of one user, whoever looks. */
    Revision revision();

    /** What {@code viewer} may see of {@code user}: everything if signed in, the public profile if not. */
    static UserView of(User user, Viewer viewer) {
        return viewer instanceof Caller
                ? new Complete(user)
                : new PublicProfile(user.id(), user.name(), user.bio(), user.createdAt(), Revision.of(user));
    }

    /**
     * What anybody may see.
     *
     * @param id the user's id
     * @param name the user's name
     * @param bio the user's bio, may be empty
     * @param createdAt when the account was created
     */
    record PublicProfile(UserId id, String name, String bio, Instant createdAt, Revision revision)
            implements UserView {}

    /**
     * What signed-in callers may see.
     *
     * @param user all of it
     */
    record Complete(User user) implements UserView {
        @Override
        public Revision revision() {
            return Revision.of(user);
        }
    }
}
