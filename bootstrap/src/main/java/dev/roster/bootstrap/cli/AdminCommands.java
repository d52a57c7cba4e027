package dev.roster.bootstrap.cli;

import dev.roster.application.account.AdminService;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.storage.Storage;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import java.io.PrintStream;
import java.time.InstantSource;

/** Who may manage all users, as an operator has it. */
public final class AdminCommands {

    private AdminCommands() {}

    /**
     * Gives a user another role.
     *
     * @throws ConfigException if that is no address, or nobody's
     */
    public static void changeRole(Storage storage, UserCache cache, String email, Role role, PrintStream out) {
        EmailAddress address = EmailAddress.parse(email)
                .orElseThrow(() -> new ConfigException("admin: takes the e-mail address of a user"));
        User changed = new AdminService(storage, cache, InstantSource.system())
                .changeRole(address, role)
                .orElseThrow(() -> new ConfigException("admin: no user has the address " + address));
        out.println(changed.email() + (role == Role.ADMIN ? " is an admin now" : " is no admin now"));
    }
}
