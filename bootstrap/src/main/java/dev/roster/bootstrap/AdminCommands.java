package dev.roster.bootstrap;

import dev.roster.application.AdminService;
import dev.roster.application.port.Storage;
import dev.roster.application.port.UserCache;
import dev.roster.domain.EmailAddress;
import dev.roster.domain.Role;
import dev.roster.domain.User;
import java.io.PrintStream;
import java.time.InstantSource;

/** Who may manage all users, as an operator has it. */
final class AdminCommands {

    private AdminCommands() {}

    /**
     * Gives a user another role.
     *
     * @throws ConfigException if that is no address, or nobody's
     */
    static void changeRole(Storage storage, UserCache cache, String email, Role role, PrintStream out) {
        EmailAddress address = EmailAddress.parse(email)
                .orElseThrow(() -> new ConfigException("admin: takes the e-mail address of a user"));
        User changed = new AdminService(storage, cache, InstantSource.system())
                .changeRole(address, role)
                .orElseThrow(() -> new ConfigException("admin: no user has the address " + address));
        out.println(changed.email() + (role == Role.ADMIN ? " is an admin now" : " is no admin now"));
    }
}
