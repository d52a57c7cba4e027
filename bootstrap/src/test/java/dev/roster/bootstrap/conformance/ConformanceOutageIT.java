package dev.roster.bootstrap.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.conformance.ConformanceProgram.Result;
import dev.roster.bootstrap.process.DedicatedPostgresServer;
import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.testkit.server.FaultControlServer;
import dev.roster.testkit.server.TcpProxy;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code roster-conformance.jar} against {@code roster.jar} in outages of PostgreSQL. A class of its own, because
 * it spends minutes waiting, while other tests can run.
 */
@Timeout(600)
class ConformanceOutageIT {

    private final Path directory;
    private final ConformanceProgram program;

    ConformanceOutageIT(@TempDir Path directory) {
        this.directory = directory;
        program = new ConformanceProgram(directory);
    }

    @Test
    void keepsPromisesWhilePostgresIsCutOffKilledAndSlow() throws Exception {
        try (DedicatedPostgresServer postgres = new DedicatedPostgresServer(directory.resolve("postgres"));
                TcpProxy network =
                        new TcpProxy("localhost", URI.create(postgres.url()).getPort());
                FaultControlServer control =
                        new FaultControlServer(0, network.stoppingBy(postgres::kill, postgres::start));
                RosterProcess roster = RosterProcess.serveAtLowCost(
                        directory,
                        program.settings("jdbc:postgresql://localhost:" + network.port()
                                + "/postgres?user=postgres&password=postgres&socketTimeout=2"))) {
            Result ran = program.run(roster.baseUri(), "", "--only=outages", "--fault-control=" + control.baseUri());

            assertThat(ran.clauses("failed")).as(ran.output()).isEmpty();
            assertThat(ran.clauses("passed")).as(ran.output()).hasSize(6).allMatch(id -> id.startsWith("api-outage."));
            assertThat(ran.exitCode()).as(ran.output()).isEqualTo(3);
            assertThat(roster.isAlive()).isTrue();
            assertThat(roster.out()).doesNotContain("\tat ").doesNotContain("password=postgres");
        }
    }
}
