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

/** The commands {@code admin grant} and {@code admin revoke}. */
public final class AdminCommands {

    private AdminCommands() {}

    /**
     * Changes the role of a user.
     *
     * @throws ConfigException if the email address is invalid or no user has it
     */
    public static void changeRole(Storage storage, UserCache cache, String email, Role role, PrintStream out) {
        EmailAddress address = EmailAddress.parse(email)
                .orElseThrow(() -> new ConfigException("admin: the operand must be the email address of a user"));
        User changed = new AdminService(storage, cache, InstantSource.system())
                .changeRole(address, role)
                .orElseThrow(() -> new ConfigException("admin: no user has the email address " + address));
        out.println(changed.email() + (role == Role.ADMIN ? " is now an admin" : " is no longer an admin"));
    }
}
