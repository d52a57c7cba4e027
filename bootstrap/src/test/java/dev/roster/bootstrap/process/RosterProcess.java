package dev.roster.bootstrap.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.LowCostRoster;
import dev.roster.bootstrap.config.Setting;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that runs {@code roster.jar} with the JVM that runs the tests. */
public final class RosterProcess implements AutoCloseable {

    /**
     * Locks for tests that run the jar. Two concurrent tests keep two processors busy; more would only be slower. A
     * test that measures times takes both locks.
     */
    public static final String FIRST_LOCK = "roster processes 1";

    public static final String SECOND_LOCK = "roster processes 2";

    private static final Pattern START_LINE = Pattern.compile(
            "^Roster \\S+ serving (http://\\S+) on (.+), started in [0-9.]+ s; documentation: (http://\\S+)$",
            Pattern.MULTILINE);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Path JAR = Path.of("target", "roster.jar").toAbsolutePath();
    private static final List<String> QUICK_START_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    private static final List<String> JAR_MAIN = List.of("-jar", JAR.toString());

    private final Process process;
    private final Path out;
    private final Path err;

    private RosterProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the jar.
     *
     * @param directory the working directory
     * @param environment the settings; the environment of the tests is not inherited, and the default port is a free one
     */
    public static RosterProcess run(Path directory, Map<String, String> environment, String... args)
            throws IOException {
        return start(directory, environment, quickStartOptions(), JAR_MAIN, args);
    }

    /** Runs the jar on a free port and waits until it serves. */
    public static RosterProcess serve(Path directory, Map<String, String> environment) throws IOException {
        return awaitServing(run(directory, environment));
    }

    /**
     * Same as {@link #serve} with low-cost password hashes, for tests that register many users.
     */
    public static RosterProcess serveAtLowCost(Path directory, Map<String, String> environment) throws IOException {
        List<String> main = List.of(
                "-cp",
                JAR + File.pathSeparator + Path.of("target", "test-classes").toAbsolutePath(),
                LowCostRoster.class.getName());
        return awaitServing(start(directory, environment, quickStartOptions(), main));
    }

    /** Same as {@link #serve} in a JVM with only the given options. */
    public static RosterProcess serveWithJvmOptions(
            Path directory, Map<String, String> environment, String... jvmOptions) throws IOException {
        return awaitServing(start(directory, environment, List.of(jvmOptions), JAR_MAIN));
    }

    /**
     * JVM options for short runs, in which the second compiler does not pay off. With the archive, a start takes 1.3 s
     * of processor time instead of 2.7 s.
     */
    private static List<String> quickStartOptions() {
        List<String> options = new ArrayList<>(QUICK_START_OPTIONS);
        options.addAll(List.of(archiveOption(), "-Xlog:disable"));
        return options;
    }

    /** Returns the JVM option to start the jar with its archive. The first call creates the archive. */
    public static String archiveOption() {
        return Archive.OPTION;
    }

    private static RosterProcess start(
            Path directory, Map<String, String> environment, List<String> jvmOptions, List<String> main, String... args)
            throws IOException {
        assertThat(JAR).as("the packaged service, built by mvn package").isRegularFile();
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(jvmOptions);
        command.addAll(main);
        command.addAll(List.of(args));
        Path out = Files.createTempFile(directory, "stdout", ".txt");
        Path err = Files.createTempFile(directory, "stderr", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        for (Setting setting : Setting.values()) {
            builder.environment().remove(setting.name());
        }
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put(Setting.HTTP_PORT.name(), "0");
        builder.environment().putAll(environment);
        return new RosterProcess(builder.start(), out, err);
    }

    private static RosterProcess awaitServing(RosterProcess started) {
        await("a start line in " + started, () -> started.startLine().isPresent() || !started.isAlive());
        assertThat(started.startLine()).as(started.toString()).isPresent();
        return started;
    }

    public URI baseUri() {
        return URI.create(startLine().orElseThrow().group(1));
    }

    /** Returns a client of the service. */
    public TestApiClient api() {
        return new TestApiClient(baseUri());
    }

    public String storageDescription() {
        return startLine().orElseThrow().group(2);
    }

    /** Returns the URL of the documentation page that the start line names. */
    public URI documentation() {
        return URI.create(startLine().orElseThrow().group(3));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Kills the process with SIGKILL. */
    public void kill() {
        close();
    }

    public int exitCode() {
        try {
            assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                    .as("the process ends")
                    .isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode();
    }

    @Override
    public String toString() {
        return "stdout: " + out() + "\nstderr: " + err();
    }

    public static void await(String what, BooleanSupplier condition) {
        await(what, TIMEOUT, condition);
    }

    public static void await(String what, Duration timeout, BooleanSupplier condition) {
        long end = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private Optional<MatchResult> startLine() {
        return START_LINE.matcher(out()).results().findFirst();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The class archive, created once for all tests. */
    private static final class Archive {

        private static final Pattern USAGE_LINE = Pattern.compile("java (-XX:\\S+) -jar ");
        private static final String OPTION = create();

        private static String create() {
            try {
                Path directory = Files.createTempDirectory("roster-archive");
                String file =
                        Path.of("target", "roster.archive").toAbsolutePath().toString();
                try (RosterProcess archive =
                        start(directory, Map.of(), QUICK_START_OPTIONS, JAR_MAIN, "archive", file)) {
                    assertThat(archive.exitCode()).as(archive.toString()).isZero();
                    Matcher use = USAGE_LINE.matcher(archive.out());
                    assertThat(use.find()).as(archive.out()).isTrue();
                    return use.group(1);
                }
            } catch (IOException failed) {
                throw new IllegalStateException("cannot create the class archive", failed);
            }
        }
    }
}
