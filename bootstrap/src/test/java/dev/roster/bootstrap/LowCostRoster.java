package dev.roster.bootstrap;

import dev.roster.bootstrap.argon2.Argon2Cost;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import dev.roster.bootstrap.config.Config;
import dev.roster.bootstrap.config.Setting;
import dev.roster.bootstrap.config.SettingsReader;
import java.util.List;
import java.util.Map;

/**
 * The service with low-cost password hashes, for tests of other subjects: a hash in production takes 60 to 150 ms of
 * processor time. It is wired in test code, so that no setting can weaken production.
 */
public final class LowCostRoster {

    private static final Argon2Cost LOWEST_COST = new Argon2Cost(8, 1, 1);

    private LowCostRoster() {}

    /** Starts the service in this process, on a free port. */
    public static Roster start(Map<String, String> settings) {
        return start(SettingsReader.read(Map.of(Setting.HTTP_PORT, "0"), settings, true, List.of()));
    }

    static Roster start(Config config) {
        return Roster.start(
                config, () -> new Argon2PasswordHasher(LOWEST_COST, 4, Argon2PasswordHasher.DEFAULT_QUEUE_SIZE));
    }

    /** Runs the command line like {@link Main#main}. */
    public static void main(String[] args) {
        System.exit(new Main(System.getenv(), System.out, System.err, LowCostRoster::start).run(List.of(args)));
    }
}
