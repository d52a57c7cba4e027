package dev.roster.testkit.cli;

import dev.roster.testkit.conformance.ClauseDescription;
import dev.roster.testkit.conformance.baseline.Baseline;
import dev.roster.testkit.conformance.baseline.BaselineException;
import dev.roster.testkit.conformance.selection.ClauseSelection;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Options of each run: the selected clauses, the known deviations and the reports. */
final class RunOptions {

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "a file for a report: *.html is a page, *.xml is JUnit XML, *.svg is a badge, others are JSON;"
                            + " may be repeated; by default no report is written")
    List<Path> reports = new ArrayList<>();

    @Option(
            names = "--clauses",
            paramLabel = "PATTERNS",
            description = "the clauses to run, such as api.post-*,client.user-*; * stands for any characters, and the"
                    + " other clauses do not run")
    Optional<String> clauses = Optional.empty();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "a JSON file of known deviations: a listed clause that fails is deviating, one that passes is"
                    + " an error; the file is the same as for tests in Java")
    Optional<Path> baseline = Optional.empty();

    /** Returns the selected clauses; empty if all are. */
    Optional<ClauseSelection> selection() {
        return clauses.map(ClauseSelection::of);
    }

    /** Returns the value of JUnit's parameter for the baseline. */
    String baselineParameter() {
        return baseline.map(Path::toString).orElse("none");
    }

    /**
     * Returns every fault of the values, one per line.
     *
     * @param tested the class of the tested contract
     */
    List<String> faults(Class<?> tested) {
        List<String> known =
                ClauseDescription.of(tested).stream().map(ClauseDescription::id).toList();
        List<String> faults = new ArrayList<>();
        clauses.flatMap(patterns -> ClauseSelection.fault(patterns, known))
                .ifPresent(fault -> faults.add("--" + fault));
        baseline.flatMap(file -> baselineFault(file, tested, known)).ifPresent(faults::add);
        reports.stream()
                .filter(report -> !isWritable(report))
                .map(report -> "--report must be a writable file in an existing folder, but was " + report)
                .forEach(faults::add);
        return faults;
    }

    private static Optional<String> baselineFault(Path file, Class<?> tested, List<String> known) {
        try {
            return Baseline.read(file).faults(tested, known);
        } catch (BaselineException invalid) {
            return Optional.of(String.valueOf(invalid.getMessage()));
        }
    }

    /** Checks this before the run. An older report is kept until the new one is written. */
    private static boolean isWritable(Path path) {
        if (Files.exists(path)) {
            return Files.isRegularFile(path) && Files.isWritable(path);
        }
        try {
            Files.delete(Files.createFile(path));
            return true;
        } catch (IOException no) {
            return false;
        }
    }

    /**
     * Parses the options of a command. All errors are collected in the result.
     *
     * @return the result; empty if the requested text, such as the help, was printed instead
     */
    static Optional<ParseResult> parse(Object command, List<String> args, PrintStream out) {
        CommandLine commandLine = new CommandLine(command)
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(false)
                .setUnmatchedArgumentsAllowed(true)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        commandLine.getCommandSpec().version("roster-conformance " + Main.version());
        commandLine.getCommandSpec().parser().collectErrors(true);
        ParseResult parsed = commandLine.parseArgs(args.toArray(String[]::new));
        return CommandLine.executeHelpRequest(parsed) == null ? Optional.of(parsed) : Optional.empty();
    }

    /** Returns a fault for each unknown option. */
    static List<String> unknownOptions(ParseResult parsed) {
        // The part after '=' may be a secret.
        return parsed.unmatched().stream()
                .map(argument -> "unknown option " + argument.replaceFirst("=.*", "") + "; see --help")
                .toList();
    }
}
