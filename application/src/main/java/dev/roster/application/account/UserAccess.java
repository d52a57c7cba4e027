package dev.roster.application.account;

import dev.roster.application.access.Admins;
import dev.roster.application.access.Caller;
import dev.roster.application.access.CallerSessions;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.access.Precondition;
import dev.roster.application.access.Revision;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which callers manage a user, that is, see all fields and may change or delete the user: the user, an admin,
 * and the creator while the user has no credentials.
 */
final class UserAccess {

    private UserAccess() {}

    /**
     * Returns the user if the caller may change or delete it and the precondition holds; throws otherwise. Locks the
     * user and the caller, so that neither a new password, the end of the caller's session, nor the loss of the admin
     * role can happen between this check and the change.
     */
    static User requireManageable(UnitOfWork unit, Caller caller, UserId id, Precondition precondition) {
        // In the order of the ids, so that two callers that change each other do not deadlock.
        boolean callerFirst = caller.id().value() < id.value();
        Optional<User> locked =
                callerFirst ? unit.users().lock(caller.id()) : unit.users().lock(id);
        Optional<User> second = caller.id().equals(id) ? locked : unit.users().lock(callerFirst ? id : caller.id());
        CallerSessions.requireCurrent(unit, caller);
        User user = (callerFirst ? second : locked).orElseThrow(() -> new UserNotFoundException(id));
        boolean admin = (callerFirst ? locked : second)
                .filter(self -> self.role() == Role.ADMIN)
                .isPresent();
        if (!admin && !isSelf(caller, user) && !isUnclaimedByCreator(unit, caller, user)) {
            throw new NotAllowedException("user " + caller.id() + " may not change user " + id);
        }
        precondition.require(Revision.of(user), "user " + id);
        return user;
    }

    static boolean isManager(UnitOfWork unit, Caller caller, User user) {
        return isSelf(caller, user) || isUnclaimedByCreator(unit, caller, user) || Admins.isAdmin(unit, caller);
    }

    private static boolean isUnclaimedByCreator(UnitOfWork unit, Caller caller, User user) {
        return isCreator(caller, user)
                && unit.credentials().findByUserId(user.id()).isEmpty();
    }

    /** Returns the ids of those users that the caller manages, at the cost of at most two statements. */
    static Set<UserId> findManaged(UnitOfWork unit, Caller caller, List<User> users) {
        Set<UserId> managed = new HashSet<>(users.stream().map(User::id).toList());
        if (Admins.isAdmin(unit, caller)) {
            return managed;
        }
        Set<UserId> created = new HashSet<>(users.stream()
                .filter(user -> isCreator(caller, user))
                .map(User::id)
                .toList());
        if (!created.isEmpty()) {
            created.removeAll(unit.credentials().findClaimed(created));
        }
        managed.removeIf(id -> !id.equals(caller.id()) && !created.contains(id));
        return managed;
    }

    private static boolean isSelf(Caller caller, User user) {
        return caller.id().equals(user.id());
    }

    private static boolean isCreator(Caller caller, User user) {
        return caller.id().equals(user.createdBy());
    }
}
