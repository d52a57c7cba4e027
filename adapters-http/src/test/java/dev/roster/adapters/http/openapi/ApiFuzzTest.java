package dev.roster.adapters.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.TestServer;
import dev.roster.testkit.contract.api.RosterErrorShape;
import dev.roster.testkit.contract.api.RosterFuzzFixture;
import dev.roster.testkit.fuzz.ApiFuzz;
import dev.roster.testkit.fuzz.FuzzReport;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sends random, almost valid requests generated from the OpenAPI document. Each run uses a new seed. */
class ApiFuzzTest {

    private static final int REQUESTS = 600;
    private static final int MIN_REQUESTS_PER_OPERATION = 10;

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    @Test
    void answersGeneratedRequestsAsDocumented() throws Exception {
        ApiFuzz fuzz = ApiFuzz.of(
                        SERVER.get("/openapi.json").body(), SERVER.baseUri(), RosterFuzzFixture.on(SERVER.baseUri()))
                .withErrorShape(new RosterErrorShape());

        FuzzReport report =
                fuzz.run(Long.getLong("fuzz.seed", ThreadLocalRandom.current().nextInt(1_000_000)), REQUESTS);

        System.out.println(report.summary());
        assertThat(report.findingCount()).as(report.toString()).isZero();
        assertThat(report.serverErrors()).as(report.toString()).isZero();
        assertThat(report.byOperation()).hasSize(fuzz.operations());
        assertThat(report.byOperation().values())
                .allSatisfy(byStatus -> assertThat(byStatus.values().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                        .isGreaterThanOrEqualTo(MIN_REQUESTS_PER_OPERATION));
    }
}
