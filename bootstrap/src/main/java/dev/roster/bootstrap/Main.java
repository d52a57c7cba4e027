package dev.roster.bootstrap;

import dev.roster.bootstrap.cli.ExitCode;
import dev.roster.bootstrap.cli.RosterCommands;
import dev.roster.bootstrap.config.Config;
import dev.roster.bootstrap.config.DataDirectory;
import dev.roster.bootstrap.config.ProcessText;
import dev.roster.bootstrap.config.SettingsReader;
import dev.roster.bootstrap.log.LogConfigurator;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Entry point of {@code roster.jar}.
 *
 * <p>The process ends with one of the codes in {@link ExitCode}. A server that receives a signal closes everything and
 * then exits with the JVM's code of that signal: 143 for SIGTERM, 130 for SIGINT.
 */
public final class Main {

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final Function<Config, Roster> starter;
    private final long startedAt = System.nanoTime();
    private volatile @Nullable Roster running;

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
        // The log is UTF-8 in each locale, so everything else is.
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        Main main = new Main(ProcessText.environment(), System.out, System.err);
        System.exit(main.run(ProcessText.arguments(List.of(args))));
    }

    private static PrintStream utf8(FileDescriptor to) {
        return new PrintStream(new BufferedOutputStream(new FileOutputStream(to)), true, StandardCharsets.UTF_8);
    }

    /** Runs a command and returns the exit code. The {@code serve} command returns only if it fails. */
    public int run(List<String> args) {
        if (!args.isEmpty()) {
            ToIntFunction<String> archiver = file -> ClassArchive.create(file, out, err);
            return new RosterCommands(version(), environment, out, err, this::serve, archiver).run(args);
        }
        // Starts faster than RosterCommands, which loads picocli.
        try {
            Config config = SettingsReader.read(Map.of(), environment, true, List.of());
            LogConfigurator.apply(config.log());
            serve(config);
            return ExitCode.SUCCESS;
        } catch (RuntimeException failed) {
            return ExitCode.report(failed, err);
        }
    }

    private void serve(Config config) {
        OutOfMemoryExit.install();
        // Registered before the start: after a signal during the start, the start finishes, then everything is closed.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(config.shutdownDelay()), "shutdown"));
        start(config);
        waitForever();
    }

    private synchronized void start(Config config) {
        Optional<Path> data = DataDirectory.databaseFile(config.database());
        boolean existed = data.isPresent() && Files.exists(data.get());
        Roster started = starter.apply(config);
        running = started;
        data.ifPresent(file -> out.println((existed ? "Opened" : "Created") + " the database " + file));
        double seconds = Duration.ofNanos(System.nanoTime() - startedAt).toMillis() / 1000.0;
        out.println(String.format(
                Locale.ROOT,
                "Roster %s serving %s on %s, started in %.1f s; documentation: %s/docs",
                version(),
                started.baseUri(),
                started.storage(),
                seconds,
                started.baseUri()));
        started.metricsUri().ifPresent(metrics -> out.println("Metrics: " + metrics));
    }

    private void stop(Duration delay) {
        Roster serving = running;
        if (serving != null && !delay.isZero()) {
            out.println(
                    "Roster is stopping: /health/ready is 503, requests are served for " + delay.toSeconds() + " s");
            serving.drain(delay);
        }
        close();
    }

    /** Waits for a start that is not finished. No load balancer knows the service then, so no delay is required. */
    private synchronized void close() {
        Roster started = running;
        if (started != null) {
            started.close();
            out.println("Roster stopped");
        }
    }

    private static String version() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "(unpackaged)");
    }

    /** Waits until a signal ends the process. */
    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException nobodyDoesThat) {
            waitForever();
        }
    }
}
