package dev.roster.testkit.cli;

import dev.roster.testkit.conformance.report.AdapterReport;
import dev.roster.testkit.conformance.report.Outcome;
import dev.roster.testkit.conformance.report.ReportRecorder;
import dev.roster.testkit.conformance.selection.ClauseFilter;
import dev.roster.testkit.contract.client.PlayedServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Run of the clauses on clients against a client in another process, one clause at a time. */
final class ClientRun {

    private final ClientOptions options;
    private final PrintStream out;

    ClientRun(ClientOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Waits for the client and runs the clauses.
     *
     * @return the exit code
     * @throws UsageException if the port is in use or no client comes
     */
    int run() throws UsageException {
        ClientTasks client = new ClientTasks(options.resultLimit());
        try (PlayedServer server = openServer();
                LauncherSession session = LauncherFactory.openSession(ConformanceRun.jupiterOnly())) {
            ClientTaskRoutes.serve(client, server, out);
            out.println("waiting for a client at " + server.baseUri() + ClientTaskRoutes.TASK);
            if (!client.awaitClient(options.waitLimit())) {
                throw new UsageException(List.of(
                        "no client asked for a task within " + options.waitSeconds + " seconds, so nothing was run"));
            }
            JudgedClient.provide(new JudgedClient.Peer(client, server), session);
            int exitCode = run(session, client);
            client.end();
            return exitCode;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UsageException(List.of("interrupted before anything was run"));
        }
    }

    private PlayedServer openServer() throws UsageException {
        try {
            return new PlayedServer(options.port);
        } catch (IOException inUse) {
            throw new UsageException(List.of("port " + options.port + " cannot be used: " + inUse.getMessage()));
        }
    }

    private int run(LauncherSession session, ClientTasks client) {
        List<Area> areas = Area.of(session.getLauncher().discover(request().build()));
        ReportRecorder recorder = new ReportRecorder(JudgedClient::named);
        LauncherDiscoveryRequestBuilder selected = request();
        options.run.selection().map(ClauseFilter::of).ifPresent(selected::filters);
        session.getLauncher()
                .execute(LauncherExecutionRequestBuilder.request(selected.build())
                        .listeners(new ProgressListener(out, JudgedClient.class, recorder, JudgedClient::named, areas))
                        .build());
        AdapterReport report = report(recorder, client);
        for (Outcome outcome : Outcome.values()) {
            out.printf(Locale.ROOT, "%4d %s%n", report.count(outcome), outcome.text());
        }
        report.problems().forEach(out::println);
        out.println(report.verdictText());
        int exitCode = RunResult.exitCode(report);
        for (Path file : options.run.reports) {
            try {
                ReportFiles.write(report, json -> json.put("exitCode", exitCode), file);
            } catch (IOException failed) {
                out.println("the report could not be written: " + failed);
                return RunResult.EXIT_FAILED;
            }
        }
        return exitCode;
    }

    private static AdapterReport report(ReportRecorder recorder, ClientTasks client) {
        AdapterReport report = recorder.report(JudgedClient.class).withAdapter(JudgedClient.NAME);
        return client.lost()
                .map(reason -> report.withProblem("the driver was lost: " + reason))
                .orElse(report);
    }

    private LauncherDiscoveryRequestBuilder request() {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(JudgedClient.class))
                .configurationParameter("junit.jupiter.execution.timeout.default", "5 m")
                .configurationParameter("conformance.baseline", options.run.baselineParameter())
                .enableImplicitConfigurationParameters(false);
    }
}
