package dev.roster.application;

import dev.roster.application.port.UnitOfWork;
import dev.roster.domain.Role;

/** Those who may change what is not theirs. */
final class Admins {

    private Admins() {}

    /** Whether the caller is one of them at this moment. */
    static boolean include(UnitOfWork unit, Caller caller) {
        return unit.users()
                .findById(caller.id())
                .filter(self -> self.role() == Role.ADMIN)
                .isPresent();
    }
}
