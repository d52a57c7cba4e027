package dev.roster.testkit.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Options of a run that judges a client. */
@Command(
        name = "client",
        customSynopsis = "java -jar roster-conformance.jar client --port=PORT [OPTION]...",
        description = {
            "Plays a Roster server, with faults, and judges a client in any language.",
            "The client asks for tasks at /conformance/task and reports to /conformance/result.",
            ""
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100)
final class ClientOptions {

    private static final int MAX_PORT = 65_535;

    /** More than ten times the timeout of a task, and less than a clause waits for a call. */
    private static final int MAX_RESULT_SECONDS = 50;

    @Option(
            names = "--port",
            required = true,
            paramLabel = "PORT",
            description = "the port of the played server; 0 for a free one")
    int port;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "how long to wait for the client's first request; by default 300")
    int waitSeconds = 300;

    @Option(
            names = "--result-wait",
            paramLabel = "SECONDS",
            description = "how long to wait for each result, from 1 to 50; by default 50")
    int resultSeconds = MAX_RESULT_SECONDS;

    @Mixin
    final RunOptions run = new RunOptions();

    /**
     * Parses the options after the word {@code client}. With {@code --help}, prints the help instead.
     *
     * @return the options of a run; empty if there is nothing to run
     * @throws UsageException with all errors, one per line
     */
    static Optional<ClientOptions> parse(List<String> args, PrintStream out) throws UsageException {
        ClientOptions options = new ClientOptions();
        Optional<ParseResult> parsed = RunOptions.parse(options, args, out);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        List<String> faults = new ArrayList<>(RunOptions.unknownOptions(parsed.get()));
        parsed.get().errors().forEach(error -> faults.add(String.valueOf(error.getMessage())));
        if (faults.isEmpty()) {
            faults.addAll(options.faults());
        }
        if (!faults.isEmpty()) {
            throw new UsageException(faults);
        }
        return Optional.of(options);
    }

    Duration waitLimit() {
        return Duration.ofSeconds(waitSeconds);
    }

    Duration resultLimit() {
        return Duration.ofSeconds(resultSeconds);
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (port < 0 || port > MAX_PORT) {
            faults.add("--port must be from 0 to " + MAX_PORT + ", but was " + port);
        }
        if (waitSeconds < 1) {
            faults.add("--wait must be a number of seconds from 1, but was " + waitSeconds);
        }
        if (resultSeconds < 1 || resultSeconds > MAX_RESULT_SECONDS) {
            faults.add("--result-wait must be a number of seconds from 1 to " + MAX_RESULT_SECONDS + ", but was "
                    + resultSeconds);
        }
        faults.addAll(run.faults(JudgedClient.class));
        return faults;
    }
}
