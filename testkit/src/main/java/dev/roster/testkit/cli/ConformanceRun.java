package dev.roster.testkit.cli;

import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.conformance.fault.HttpFaultControl;
import dev.roster.testkit.conformance.report.AdapterReport;
import dev.roster.testkit.conformance.report.ClauseReport;
import dev.roster.testkit.conformance.report.Outcome;
import dev.roster.testkit.conformance.report.ReportRecorder;
import dev.roster.testkit.conformance.selection.ClauseFilter;
import dev.roster.testkit.contract.api.ApiExchange;
import dev.roster.testkit.contract.api.MailFolder;
import dev.roster.testkit.contract.api.RosterApiContract.Mailbox;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Run of the contract's clauses against a server. */
final class ConformanceRun {

    /**
     * Two clauses at a time, because a small server hashes few passwords at once. The limit of the pool keeps JUnit
     * from adding threads for waiting clauses. The timeout ends a clause that hangs.
     */
    private static final Map<String, String> JUNIT_CONFIGURATION = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.executor-service", "FORK_JOIN_POOL",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "2",
            "junit.jupiter.execution.parallel.config.fixed.max-pool-size", "2",
            "junit.jupiter.execution.timeout.default", "5 m");

    private final Options options;
    private final PrintStream out;
    private final CancellationToken cancellation = CancellationToken.create();
    private final SecretMask secrets = new SecretMask();
    private final LoginAttemptPacer attempts = new LoginAttemptPacer();
    private final LeftoverUsers leftoverUsers = new LeftoverUsers();
    private final Mailbox mailbox;
    private final Optional<FaultControl> faultControl;

    /**
     * Creates a run.
     *
     * @throws UsageException if no fault control responds at the URL of the options
     */
    ConformanceRun(Options options, PrintStream out) throws UsageException {
        this.options = options;
        this.out = out;
        options.adminToken.ifPresent(secrets::add);
        mailbox = options.mailDir.map(this::readMails).orElseGet(() -> Mailbox.unreadable("--mail-dir is not given"));
        faultControl = connect(options.faultControl.filter(url -> !url.equals(Options.NO_FAULTS)));
    }

    private static Optional<FaultControl> connect(Optional<String> url) throws UsageException {
        try {
            return url.isEmpty() ? Optional.empty() : Optional.of(HttpFaultControl.open(URI.create(url.get())));
        } catch (IOException none) {
            throw new UsageException(List.of(none.getMessage() + "; nothing was run"));
        }
    }

    Optional<FaultControl> faultControl() {
        return faultControl;
    }

    Options options() {
        return options;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    LoginAttemptPacer attempts() {
        return attempts;
    }

    /** Stops before the next clause. Running clauses end normally, so they delete the users they created. */
    void interrupt() {
        cancellation.cancel();
    }

    /** Runs the areas selected by the options. */
    RunResult run() {
        try (LauncherSession session = LauncherFactory.openSession(jupiterOnly())) {
            ApiUnderTest.provide(this, session);
            List<Area> areas = Area.of(session.getLauncher()
                    .discover(request(List.of(DiscoverySelectors.selectClass(ApiUnderTest.class)))
                            .build()));
            List<Area> open = areas.stream()
                    .filter(area -> area.skipReason(options).isEmpty())
                    .toList();
            ReportRecorder recorder = new ReportRecorder(secrets::mask);
            ProgressListener progress = new ProgressListener(out, ApiUnderTest.class, recorder, secrets::mask, open);
            if (!open.isEmpty()) {
                session.getLauncher()
                        .execute(LauncherExecutionRequestBuilder.request(selected(selectors(open)))
                                .listeners(progress)
                                .cancellationToken(cancellation)
                                .build());
            }
            boolean interrupted = cancellation.isCancellationRequested();
            AdapterReport report = explained(recorder.report(ApiUnderTest.class), areas, interrupted);
            return new RunResult(
                    report,
                    interrupted,
                    areas.stream().map(area -> progress.result(area, report)).toList(),
                    attempts.total(),
                    attempts.maxPerMinute(),
                    leftoverUsers.users());
        }
    }

    /** Returns the report on the server, with the reasons why clauses did not run. */
    private AdapterReport explained(AdapterReport report, List<Area> areas, boolean interrupted) {
        Map<String, String> reasons = new HashMap<>();
        for (Area area : areas) {
            String reason = area.skipReason(options).orElse(interrupted ? "interrupted" : "");
            area.clauses().values().forEach(clause -> reasons.put(clause, reason));
        }
        return report.withAdapter(options.baseUri().toString())
                .withClauses(report.clauses().stream()
                        .map(each -> explained(each, reasons.getOrDefault(each.id(), "")))
                        .toList());
    }

    private static ClauseReport explained(ClauseReport result, String reason) {
        if (result.outcome() != Outcome.NOT_RUN) {
            return result;
        }
        String known = result.reason().equals(ReportRecorder.NOT_SELECTED) ? "--clauses excludes it" : result.reason();
        return ClauseReport.notRun(result.clause(), reason.isEmpty() ? known : reason);
    }

    /** Records what the rest of the run and the summary must know of an exchange. */
    void listen(ApiExchange exchange) {
        secrets.learnFrom(exchange);
        attempts.count(exchange);
        leftoverUsers.track(exchange);
    }

    /** Returns a mailbox that keeps the mailed tokens out of the output. */
    private Mailbox readMails(Path folder) {
        MailFolder mails = new MailFolder(folder);
        return new Mailbox() {
            @Override
            public Capability readable() {
                return mails.readable();
            }

            @Override
            public List<String> tokens(Kind kind, String to) {
                List<String> tokens = mails.tokens(kind, to);
                tokens.forEach(secrets::add);
                return tokens;
            }

            @Override
            public List<String> texts(String to) {
                return mails.texts(to);
            }
        };
    }

    private static List<? extends DiscoverySelector> selectors(List<Area> areas) {
        return areas.stream()
                .map(area -> DiscoverySelectors.selectUniqueId(area.uniqueId()))
                .toList();
    }

    private LauncherDiscoveryRequest selected(List<? extends DiscoverySelector> selectors) {
        LauncherDiscoveryRequestBuilder request = request(selectors);
        options.run.selection().map(ClauseFilter::of).ifPresent(request::filters);
        return request.build();
    }

    private LauncherDiscoveryRequestBuilder request(List<? extends DiscoverySelector> selectors) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .configurationParameters(JUNIT_CONFIGURATION)
                .configurationParameter("conformance.baseline", options.run.baselineParameter())
                .enableImplicitConfigurationParameters(false);
    }

    /** Disables all JUnit extensions on the class path except Jupiter. */
    static LauncherConfig jupiterOnly() {
        return LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine())
                .build();
    }
}
