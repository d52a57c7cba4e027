package dev.roster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code roster.jar} in a process of its own, run by the JVM that runs the tests. */
final class RosterProcess implements AutoCloseable {

    /** A lock for tests that use it: each process takes all processors while it starts. */
    static final String ONE_AT_A_TIME = "roster processes";

    private static final Pattern START_LINE =
            Pattern.compile("^Roster \\S+ serving (http://\\S+) on (.+), started in [0-9.]+ s$", Pattern.MULTILINE);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
     * @param directory to run it in
     * @param environment the settings; none of the tests' own reach it
     */
    static RosterProcess run(Path directory, Map<String, String> environment, String... args) throws IOException {
        // Most runs are over before a second compiler could pay.
        return run("-XX:TieredStopAtLevel=1", directory, environment, args);
    }

    private static RosterProcess run(String jvmOption, Path directory, Map<String, String> environment, String... args)
            throws IOException {
        Path jar = Path.of("target", "roster.jar").toAbsolutePath();
        assertThat(jar).as("the packaged service; mvn package makes it").isRegularFile();
        List<String> command = new ArrayList<>(
                List.of(ProcessHandle.current().info().command().orElseThrow(), jvmOption, "-jar", jar.toString()));
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
        builder.environment().putAll(environment);
        return new RosterProcess(builder.start(), out, err);
    }

    /** Runs the jar on a free port and waits until it serves. */
    static RosterProcess serve(Path directory, Map<String, String> environment) throws IOException {
        return serving(run(directory, environment, "--http-port=0"));
    }

    /** The same in a JVM that takes its time to get fast, for measuring. */
    static RosterProcess serveForLong(Path directory, Map<String, String> environment) throws IOException {
        return serving(run("-XX:+TieredCompilation", directory, environment, "--http-port=0"));
    }

    private static RosterProcess serving(RosterProcess started) {
        await("a start line, got " + started, () -> started.isServing() || !started.isAlive());
        assertThat(started.isServing()).as(started.toString()).isTrue();
        return started;
    }

    URI baseUri() {
        return URI.create(startLine(1));
    }

    String storage() {
        return startLine(2);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** As {@code kill} does. */
    void terminate() {
        process.destroy();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    int exitCode() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
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

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            pause();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    private boolean isServing() {
        return START_LINE.matcher(out()).find();
    }

    private String startLine(int group) {
        Matcher line = START_LINE.matcher(out());
        assertThat(line.find()).as("a start line in " + this).isTrue();
        return line.group(group);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
