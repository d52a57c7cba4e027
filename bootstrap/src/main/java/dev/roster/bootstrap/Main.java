package dev.roster.bootstrap;

import dev.roster.adapters.http.ServerStartException;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.jdbc.SchemaException;
import dev.roster.adapters.redis.RedisConnection;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.bootstrap.cli.AdminCommands;
import dev.roster.bootstrap.cli.AuditCommands;
import dev.roster.bootstrap.cli.Help;
import dev.roster.bootstrap.cli.OutboxCommands;
import dev.roster.bootstrap.config.Arguments;
import dev.roster.bootstrap.config.Config;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.bootstrap.config.DataDirectory;
import dev.roster.bootstrap.config.JwtSecretFile;
import dev.roster.bootstrap.config.SettingsReader;
import dev.roster.domain.user.Role;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Entry point of the command line.
 *
 * <p>Exit codes: {@value #EXIT_SUCCESS} if the command succeeded; {@value #EXIT_FAILURE} if it failed;
 * {@value #EXIT_USAGE} if arguments or settings are invalid, or another process has the embedded database open. A
 * server that receives a signal closes everything and then exits with the JVM's code of that signal: 143 for SIGTERM,
 * 130 for SIGINT.
 */
public final class Main {

    static final int EXIT_SUCCESS = 0;
    static final int EXIT_FAILURE = 1;
    static final int EXIT_USAGE = 2;

    /** H2's error code DATABASE_ALREADY_OPEN_1. */
    private static final int H2_DATABASE_ALREADY_OPEN = 90_020;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Function<Config, Roster> starter;
    private final long startedAt = System.nanoTime();
    private @Nullable Roster running;

    /** Creates a command line that starts the service with {@link Roster#start(Config)}. */
    public Main(Map<String, String> environment, PrintStream out, PrintStream err) {
        this(environment, out, err, Roster::start);
    }

    Main(Map<String, String> environment, PrintStream out, PrintStream err, Function<Config, Roster> starter) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.starter = starter;
    }

    /** Runs the command that the arguments name; see {@code --help}. */
    public static void main(String[] args) {
        System.exit(new Main(System.getenv(), System.out, System.err).run(List.of(args)));
    }

    /** Runs a command and returns the exit code. The {@code serve} command returns only if it fails. */
    public int run(List<String> args) {
        try {
            Arguments arguments = Arguments.parse(args);
            switch (arguments.command()) {
                case HELP -> out.print(Help.text());
                case VERSION -> out.println("Roster " + version());
                case MIGRATE -> migrate(SettingsReader.read(arguments, environment));
                case RESET -> reset(SettingsReader.read(arguments, environment));
                case OUTBOX_LIST ->
                    withStorage(arguments, (config, storage) -> OutboxCommands.list(storage.outboxQueue(), out));
                case OUTBOX_RETRY ->
                    withStorage(
                            arguments,
                            (config, storage) -> OutboxCommands.retry(storage.outboxQueue(), arguments.operand(), out));
                case ADMIN_GRANT -> changeRole(arguments, Role.ADMIN);
                case ADMIN_REVOKE -> changeRole(arguments, Role.USER);
                case AUDIT_LIST ->
                    withStorage(arguments, (config, storage) -> AuditCommands.list(storage, arguments.operand(), out));
                case ARCHIVE -> {
                    if (!arguments.errors().isEmpty()) {
                        throw new ConfigException(arguments.errors());
                    }
                    return ClassArchive.create(arguments.operand(), out, err);
                }
                case SERVE -> serve(SettingsReader.read(arguments, environment));
            }
            return EXIT_SUCCESS;
        } catch (ConfigException refused) {
            err.println(refused.getMessage());
            return EXIT_USAGE;
        } catch (StorageUnavailableException | SchemaException failed) {
            return reportStorageFailure(failed);
        } catch (ServerStartException failed) {
            err.println("Roster did not start: " + failed.getMessage());
            return EXIT_FAILURE;
        }
    }

    private int reportStorageFailure(RuntimeException failed) {
        if (isDatabaseInUse(failed)) {
            err.println("DATABASE_URL: another process, such as a running server, has the embedded database open");
            return EXIT_USAGE;
        }
        err.println("Roster cannot use the database: " + failed.getMessage() + driverMessage(failed));
        return EXIT_FAILURE;
    }

    /** Returns the driver's message. It contains no password, because the URL given to the driver contains none. */
    private static String driverMessage(Throwable failed) {
        String account = "";
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getMessage() != null) {
                account = ": " + sql.getMessage().lines().findFirst().orElse("");
            }
        }
        return failed instanceof StorageUnavailableException ? account : "";
    }

    private static boolean isDatabaseInUse(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == H2_DATABASE_ALREADY_OPEN) {
                return true;
            }
        }
        return false;
    }

    private void serve(Config config) {
        // Registered before the start: after a signal during the start, the start finishes, then everything is closed.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "shutdown"));
        start(config);
        boolean told = false;
        while (!told) {
            told = waitForever();
        }
    }

    private synchronized void start(Config config) {
        Roster started = starter.apply(config);
        running = started;
        double seconds = Duration.ofNanos(System.nanoTime() - startedAt).toMillis() / 1000.0;
        out.println(String.format(
                Locale.ROOT,
                "Roster %s serving %s on %s, started in %.1f s",
                version(),
                started.baseUri(),
                started.storage(),
                seconds));
    }

    private synchronized void stop() {
        if (running != null) {
            running.close();
            out.println("Roster stopped");
        }
    }

    /** Waits until a signal ends the process. Returns false if the thread was interrupted. */
    private static boolean waitForever() {
        try {
            new CountDownLatch(1).await();
            return true;
        } catch (InterruptedException nobodyDoesThat) {
            return false;
        }
    }

    private void migrate(Config config) {
        DataDirectory.prepare(config.database());
        try (JooqStorage storage = JooqStorage.open(config.database())) {
            Schema.migrate(config.database());
            out.println("The schema is up to date: " + storage.description());
        }
    }

    private void reset(Config config) {
        DataDirectory.prepare(config.database());
        try (JooqStorage storage = JooqStorage.open(config.database())) {
            // Ids start again from 1, so an old token would be valid for the new user with the same id. The secret is
            // deleted first: a crash in between then loses only the sessions.
            config.database().embeddedFile().map(JwtSecretFile::beside).ifPresent(JwtSecretFile::delete);
            Schema.reset(config.database());
            out.println("Deleted all data and created the schema again: " + storage.description());
            if (config.jwtSecret().isPresent() || !config.database().isEmbedded()) {
                out.println(
                        "Change JWT_SECRET now: old access tokens are valid for the new users that get the same ids.");
            }
            if (config.redis().isPresent()) {
                out.println("Delete the keys user:* from Redis now: for up to ten minutes, new users with the same ids"
                        + " would be read from these old entries.");
            }
        }
    }

    private void changeRole(Arguments arguments, Role role) {
        withStorage(arguments, (config, storage) -> {
            try (CloseableStack opened = new CloseableStack()) {
                Optional<RedisConnection> redis =
                        config.redis().map(settings -> opened.add(RedisConnection.open(settings)));
                AdminCommands.changeRole(storage, Roster.cache(redis), arguments.operand(), role, out);
            }
        });
    }

    private void withStorage(Arguments arguments, BiConsumer<Config, JooqStorage> command) {
        Config config = SettingsReader.read(arguments, environment);
        Schema.requireCurrent(config.database());
        try (JooqStorage storage = JooqStorage.open(config.database())) {
            command.accept(config, storage);
        }
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }
}
