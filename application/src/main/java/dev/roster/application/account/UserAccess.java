package dev.roster.application.account;

import dev.roster.application.access.Admins;
import dev.roster.application.access.Caller;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.Revision;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;

/**
 * Decides which callers may change or delete a user: the user, an admin, and the creator while the user has no
 * credentials.
 */
final class UserAccess {

    private UserAccess() {}

    /** Returns the user if the caller may change or delete it and the precondition holds; throws otherwise. */
    static User requireManageable(UnitOfWork unit, Caller caller, UserId id, Precondition precondition) {
        User user = unit.users().findById(id).orElseThrow(() -> new UserNotFoundException(id));
        boolean unclaimedByCreator = caller.id().equals(user.createdBy())
                && unit.credentials().findByUserId(id).isEmpty();
        if (!caller.id().equals(id) && !unclaimedByCreator && !Admins.isAdmin(unit, caller)) {
            throw new NotAllowedException("user " + caller.id() + " may not change user " + id);
        }
        precondition.require(Revision.of(user), "user " + id);
        return user;
    }
}
