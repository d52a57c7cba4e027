package dev.roster.application.account;

import dev.roster.application.access.Revision;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Instant;

/** The part of a user that a viewer may see. */
public sealed interface UserView {

    /** Returns the revision of the user: equal for equal states of one user, for all viewers. */
    Revision revision();

    /** Returns the public profile of a user. */
    static UserView publicProfile(User user) {
        return new PublicProfile(user.id(), user.name(), user.bio(), user.createdAt(), Revision.of(user));
    }

    /**
     * Fields that all viewers may see.
     *
     * @param id the user's id
     * @param name the user's name
     * @param bio the user's bio; may be empty
     * @param createdAt when the account was created
     */
    record PublicProfile(UserId id, String name, String bio, Instant createdAt, Revision revision)
            implements UserView {}

    /**
     * All fields, for the user, an admin, and the creator of an unclaimed account.
     *
     * @param user the user
     */
    record Complete(User user) implements UserView {
        @Override
        public Revision revision() {
            return Revision.of(user);
        }
    }
}
