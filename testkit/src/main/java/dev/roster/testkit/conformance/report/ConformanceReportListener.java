package dev.roster.testkit.conformance.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes a report on the implementations whose clauses were run. JUnit finds this class by itself. Does nothing if no
 * clause is run.
 *
 * <p>The folder is the value of JUnit's configuration parameter, or system property, {@value #PARAMETER}; {@value #NONE}
 * for no report. By default it is {@code target/conformance} beside a {@code pom.xml} and {@code build/conformance}
 * beside a build file of Gradle.
 */
public final class ConformanceReportListener implements TestExecutionListener {

    /** Name of the configuration parameter. */
    public static final String PARAMETER = "conformance.report";

    /** Value of the parameter for no report. */
    public static final String NONE = "none";

    private static final System.Logger LOG = System.getLogger(ConformanceReportListener.class.getName());

    /** Implementations by folder. Failed tests may be repeated in a later plan of the same process. */
    private static final Map<String, Map<Class<?>, AdapterRun>> RUNS = new ConcurrentHashMap<>();

    private final Path workingDirectory;
    private @Nullable ReportRecorder recorder;
    private @Nullable Thread hook;
    private @Nullable ReportFolder folder;

    /** For JUnit. */
    public ConformanceReportListener() {
        this(Path.of(""));
    }

    ConformanceReportListener(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        String parameter = plan.getConfigurationParameters()
                .get(PARAMETER)
                // An IDE may pass a property of Maven as it is.
                .filter(value -> !value.startsWith("${"))
                .orElse("");
        if (parameter.equals(NONE)) {
            return;
        }
        folder = folder(parameter).map(ReportFolder::new).orElse(null);
        recorder = new ReportRecorder(
                UnaryOperator.identity(),
                RUNS.computeIfAbsent(parameter, key -> new ConcurrentHashMap<>()),
                this::begin);
        recorder.testPlanExecutionStarted(plan);
    }

    private Optional<Path> folder(String parameter) {
        if (!parameter.isBlank()) {
            return Optional.of(workingDirectory.resolve(parameter));
        }
        if (Files.exists(workingDirectory.resolve("pom.xml"))) {
            return Optional.of(workingDirectory.resolve("target/conformance"));
        }
        return Files.exists(workingDirectory.resolve("build.gradle"))
                        || Files.exists(workingDirectory.resolve("build.gradle.kts"))
                ? Optional.of(workingDirectory.resolve("build/conformance"))
                : Optional.empty();
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        ReportRecorder to = recorder;
        if (to != null) {
            to.executionStarted(test);
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        ReportRecorder to = recorder;
        if (to != null) {
            to.executionSkipped(test, reason);
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        ReportRecorder to = recorder;
        if (to != null) {
            to.executionFinished(test, result);
        }
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        ReportRecorder to = recorder;
        if (to != null) {
            to.reportingEntryPublished(test, entry);
        }
    }

    /** Prepares for an early end of the process. */
    private synchronized void begin(AdapterReport unfinished) {
        if (folder == null) {
            return;
        }
        try {
            folder.begin(unfinished);
            if (hook == null) {
                Thread atEnd = new Thread(this::write, "conformance report");
                Runtime.getRuntime().addShutdownHook(atEnd);
                hook = atEnd;
            }
        } catch (IOException | IllegalStateException failed) {
            LOG.log(System.Logger.Level.WARNING, "the conformance report cannot be written: " + failed);
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        write();
        removeHook();
    }

    private synchronized void removeHook() {
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException ending) {
                // The hook runs or has run.
            }
            hook = null;
        }
    }

    private void write() {
        List<AdapterReport> reports = reports();
        if (reports.isEmpty()) {
            return;
        }
        ReportFolder to = folder;
        if (to == null) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "no conformance report: set the system property " + PARAMETER + " to a folder");
            return;
        }
        try {
            to.add(reports);
            LOG.log(System.Logger.Level.INFO, () -> summary(reports, to.page()));
        } catch (IOException failed) {
            LOG.log(System.Logger.Level.WARNING, "the conformance report was not written: " + failed);
        }
    }

    private synchronized List<AdapterReport> reports() {
        ReportRecorder done = recorder;
        recorder = null;
        return done == null ? List.of() : done.reports();
    }

    private static String summary(List<AdapterReport> reports, Path page) {
        StringBuilder text = new StringBuilder("conformance report: " + page.toUri());
        reports.forEach(
                report -> text.append("\n  ").append(report.name()).append(": ").append(report.verdictText()));
        return text.toString();
    }
}
