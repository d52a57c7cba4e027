package dev.roster.application.access;

import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.Role;

/** Those who may change what is not theirs. */
public final class Admins {

    private Admins() {}

    /** Whether the caller is one of them at this moment. */
    public static boolean isAdmin(UnitOfWork unit, Caller caller) {
        return unit.users()
                .findById(caller.id())
                .filter(self -> self.role() == Role.ADMIN)
                .isPresent();
    }
}
