package dev.roster.testkit.cli;

import dev.roster.testkit.conformance.ClauseDescription;
import dev.roster.testkit.conformance.baseline.Baseline;
import dev.roster.testkit.conformance.baseline.BaselineException;
import dev.roster.testkit.conformance.selection.ClauseSelection;
import dev.roster.testkit.contract.client.RosterClientContract;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

    private static final List<String> CLAUSES = ClauseDescription.of(RosterClientContract.class).stream()
            .map(ClauseDescription::id)
            .toList();

    @Option(names = "--port", required = true, paramLabel = "PORT", description = "the port of the played server")
    int port;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "how long to wait for the client's first request; by default 300")
    int waitSeconds = 300;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "a file for a report: *.html is a page, *.xml is JUnit XML, *.svg is a badge, others are JSON;"
                            + " may be repeated")
    List<Path> reports = new ArrayList<>();

    @Option(
            names = "--clauses",
            paramLabel = "PATTERNS",
            description = "the clauses to run, such as client.user-*; * stands for any characters")
    Optional<String> clauses = Optional.empty();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "a JSON file of known deviations: a listed clause that fails is deviating, one that passes is"
                    + " an error")
    Optional<Path> baseline = Optional.empty();

    /**
     * Parses the options after the word {@code client}. With {@code --help}, prints the help instead.
     *
     * @return the options of a run; empty if there is nothing to run
     * @throws UsageException with all errors, one per line
     */
    static Optional<ClientOptions> parse(List<String> args, PrintStream out) throws UsageException {
        ClientOptions options = new ClientOptions();
        CommandLine commandLine = new CommandLine(options)
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(false)
                .setUnmatchedArgumentsAllowed(true)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        commandLine.getCommandSpec().version("roster-conformance " + Main.version());
        commandLine.getCommandSpec().parser().collectErrors(true);
        ParseResult parsed = commandLine.parseArgs(args.toArray(String[]::new));
        if (CommandLine.executeHelpRequest(parsed) != null) {
            return Optional.empty();
        }
        List<String> faults = new ArrayList<>();
        parsed.unmatched()
                .forEach(argument -> faults.add("unknown option " + argument.replaceFirst("=.*", "") + "; see --help"));
        parsed.errors().forEach(error -> faults.add(String.valueOf(error.getMessage())));
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

    /** Returns the selected clauses; empty if all are. */
    Optional<ClauseSelection> selection() {
        return clauses.map(ClauseSelection::of);
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (port < 1 || port > MAX_PORT) {
            faults.add("--port must be from 1 to " + MAX_PORT + ", but was " + port);
        }
        if (waitSeconds < 1) {
            faults.add("--wait must be a number of seconds from 1, but was " + waitSeconds);
        }
        clauses.flatMap(patterns -> ClauseSelection.fault(patterns, CLAUSES))
                .ifPresent(fault -> faults.add("--" + fault));
        baseline.flatMap(ClientOptions::baselineFault).ifPresent(faults::add);
        reports.stream()
                .filter(report -> !Options.isWritable(report))
                .map(report -> "--report must be a writable file in an existing folder, but was " + report)
                .forEach(faults::add);
        return faults;
    }

    private static Optional<String> baselineFault(Path file) {
        try {
            return Baseline.read(file).unknownClauses(JudgedClient.class, CLAUSES);
        } catch (BaselineException invalid) {
            return Optional.of(String.valueOf(invalid.getMessage()));
        }
    }
}
