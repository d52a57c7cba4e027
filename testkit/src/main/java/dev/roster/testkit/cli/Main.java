package dev.roster.testkit.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Entry point of {@code roster-conformance.jar}. */
public final class Main {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** How long an interrupted run may take to delete its users. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(60);

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable ConformanceRun running;

    Main(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Runs the program and ends the process with the exit code. */
    public static void main(String[] args) {
        // Names and messages of a server are readable in each locale.
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        Main program = new Main(System.getenv(), System.out, System.err);
        Runtime.getRuntime().addShutdownHook(new Thread(program::interrupt, "interrupted"));
        int exitCode;
        try {
            exitCode = program.run(List.of(args));
        } finally {
            program.ended.countDown();
        }
        System.exit(exitCode);
    }

    private static PrintStream utf8(FileDescriptor to) {
        return new PrintStream(new BufferedOutputStream(new FileOutputStream(to)), true, StandardCharsets.UTF_8);
    }

    /** Runs the program once and returns the exit code. */
    int run(List<String> args) {
        try {
            if (!args.isEmpty() && args.get(0).equals("client")) {
                Optional<ClientOptions> options = ClientOptions.parse(args.subList(1, args.size()), out);
                return options.isPresent() ? new ClientRun(options.get(), out).run() : RunResult.EXIT_PASSED;
            }
            Optional<Options> options = Options.parse(args, environment, out);
            return options.isPresent() ? run(options.get()) : RunResult.EXIT_PASSED;
        } catch (UsageException bad) {
            err.println(bad.getMessage());
            return RunResult.EXIT_USAGE;
        }
    }

    private int run(Options options) throws UsageException {
        out.println("The contract of Roster's API, " + version() + ", against " + options.baseUri());
        requireReachable(options);
        ConformanceRun conformance = new ConformanceRun(options, out);
        running = conformance;
        RunResult outcome = conformance.run();
        out.print(Summary.text(outcome));
        for (Path report : options.run.reports) {
            try {
                ReportFiles.write(outcome, report);
            } catch (IOException failed) {
                err.println("the report could not be written: " + failed);
                return RunResult.EXIT_FAILED;
            }
        }
        return outcome.exitCode();
    }

    /** Stops a running contract and waits, up to a limit, until it has deleted its users. */
    private void interrupt() {
        ConformanceRun unfinished = running;
        if (unfinished == null || ended.getCount() == 0) {
            return;
        }
        out.println("stopping: deleting the created users");
        unfinished.interrupt();
        try {
            if (!ended.await(SHUTDOWN_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                err.println("some clauses did not end in time; they may have left users behind");
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireReachable(Options options) throws UsageException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
        HttpRequest request = HttpRequest.newBuilder(options.baseUri())
                .timeout(CONNECT_TIMEOUT)
                .build();
        // The timeout covers status and headers; the body may be endless.
        try (InputStream unread =
                client.send(request, BodyHandlers.ofInputStream()).body()) {
            Objects.requireNonNull(unread);
        } catch (IOException none) {
            throw new UsageException(List.of("no server responds at " + options.baseUri() + " ("
                    + none.getClass().getSimpleName() + "), so nothing was run"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UsageException(List.of("interrupted before anything was run"));
        }
    }

    static String version() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "unpackaged");
    }
}
