package dev.roster.bootstrap.cli;

import dev.roster.adapters.redis.RedisConnection;
import dev.roster.adapters.redis.RedisUserCache;
import dev.roster.application.account.AdminService;
import dev.roster.application.account.UnverifiedEmailException;
import dev.roster.application.port.cache.UserCache;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands {@code admin grant} and {@code admin revoke}. */
@Command(name = "admin", description = "Make a user an admin, or take the role back.")
record AdminCommands(RosterCommands roster, PrintStream out) {

    private static final String EMAIL = "the email address of a user";

    @Command(description = "Make a user an admin, who can manage all users and posts.")
    void grant(
            @Parameters(paramLabel = "EMAIL", description = EMAIL) String email,
            @Option(
                            names = "--force",
                            description = "make the user an admin although the email address is not verified: "
                                    + "anyone can have registered with it")
                    boolean force) {
        changeRole(email, Role.ADMIN, force);
    }

    @Command(description = "Take the admin role from a user.")
    void revoke(@Parameters(paramLabel = "EMAIL", description = EMAIL) String email) {
        changeRole(email, Role.USER, false);
    }

    private void changeRole(String email, Role role, boolean force) {
        roster.withStorage((config, storage) -> {
            EmailAddress address = EmailAddress.parse(email)
                    .orElseThrow(() -> new ConfigException("admin: the operand must be " + EMAIL));
            Optional<RedisConnection> redis = config.redis().map(RedisConnection::open);
            try {
                UserCache cache = redis.<UserCache>map(to -> new RedisUserCache(to, RedisUserCache.DEFAULT_TTL))
                        .orElse(UserCache.NONE);
                User changed = new AdminService(storage, cache, InstantSource.system())
                        .changeRole(address, role, force)
                        .orElseThrow(() -> new ConfigException("admin: no user has the email address " + address));
                out.println(changed.email() + (role == Role.ADMIN ? " is now an admin" : " is no longer an admin"));
            } catch (UnverifiedEmailException unverified) {
                throw new ConfigException("admin grant: the email address " + address + " is not verified, so anyone"
                        + " can have registered with it; verify it, or add --force");
            } finally {
                redis.ifPresent(RedisConnection::close);
            }
        });
    }
}
