package dev.roster.application.access;

import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.Role;

/** Checks whether the caller is an administrator. */
public final class Admins {

    private Admins() {}

    /** Returns whether the caller is an administrator at this moment, as stored. */
    public static boolean isAdmin(UnitOfWork unit, Caller caller) {
        return unit.users()
                .findById(caller.id())
                .filter(self -> self.role() == Role.ADMIN)
                .isPresent();
    }
}
