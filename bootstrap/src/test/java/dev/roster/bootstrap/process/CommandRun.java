package dev.roster.bootstrap.process;

import dev.roster.bootstrap.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The exit code and output of a finished {@code roster.jar} command. */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs a command in a separate process. */
    public static CommandRun runJar(Path directory, Map<String, String> settings, String... args) throws IOException {
        try (RosterProcess run = RosterProcess.run(directory, settings, args)) {
            return new CommandRun(run.exitCode(), run.out(), run.err());
        }
    }

    /** Runs a command in the process of the tests, which takes a hundredth of the time. */
    public static CommandRun runInProcess(Map<String, String> settings, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = new Main(
                        settings,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(args));
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
