package dev.roster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.conformance.matrix.KillMatrix;
import dev.roster.testkit.contract.cache.UserCacheContractTest;
import dev.roster.testkit.contract.client.RosterClientContractTest;
import dev.roster.testkit.contract.delivery.EmailServiceContractTest;
import dev.roster.testkit.contract.delivery.NotificationServiceContractTest;
import dev.roster.testkit.contract.directory.UserDirectoryContractTest;
import dev.roster.testkit.contract.outage.EmailServiceOutageContractTest;
import dev.roster.testkit.contract.outage.LoginThrottleOutageContractTest;
import dev.roster.testkit.contract.outage.NotificationServiceOutageContractTest;
import dev.roster.testkit.contract.outage.StorageOutageContractTest;
import dev.roster.testkit.contract.outage.UserCacheOutageContractTest;
import dev.roster.testkit.contract.outage.UserDirectoryOutageContractTest;
import dev.roster.testkit.contract.security.LoginThrottleContractTest;
import dev.roster.testkit.contract.security.SecurityContractsTest;
import dev.roster.testkit.contract.service.PostServiceContractTest;
import dev.roster.testkit.contract.service.UserServiceCachingContractTest;
import dev.roster.testkit.contract.service.UserServiceContractTest;
import dev.roster.testkit.contract.storage.StorageContractTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests that the published kill matrix is that of the planted faults. To write it again: {@code mvn test -pl testkit
 * -am -Dtest=KillMatrixTest -Dsurefire.failIfNoSpecifiedTests=false -Dkill-matrix.write=true}.
 */
class KillMatrixTest {

    private static final Path PUBLISHED =
            Path.of("src", "main", "resources", "dev", "roster", "testkit", "kill-matrix.json");

    /** Each plants faults for one contract. One after the other, because a test class holds one fault at a time. */
    static final List<Supplier<FaultDetection>> ALL = List.of(
            UserCacheContractTest::faults,
            RosterClientContractTest::faults,
            EmailServiceContractTest::faults,
            NotificationServiceContractTest::faults,
            UserDirectoryContractTest::faults,
            LoginThrottleContractTest::faults,
            SecurityContractsTest::faultsOfAccessTokens,
            SecurityContractsTest::faultsOfPasswordHashers,
            SecurityContractsTest::faultsOfTokenGenerators,
            UserServiceCachingContractTest::faults,
            UserServiceContractTest::faults,
            PostServiceContractTest::faults,
            StorageContractTest::faults,
            StorageOutageContractTest::faults,
            UserCacheOutageContractTest::faults,
            UserDirectoryOutageContractTest::faults,
            LoginThrottleOutageContractTest::faults,
            EmailServiceOutageContractTest::faults,
            NotificationServiceOutageContractTest::faults);

    private static Stream<FaultDetection> all() {
        return ALL.stream().map(Supplier::get);
    }

    @Test
    void publishesEveryPlantedFault() throws IOException {
        KillMatrix planted =
                new KillMatrix(all().flatMap(FaultDetection::plannedRows).toList());

        if (Boolean.getBoolean("kill-matrix.write")) {
            Files.createDirectories(PUBLISHED.getParent());
            Files.writeString(PUBLISHED, planted.toJson());
        }
        assertThat(Files.readString(PUBLISHED)).isEqualTo(planted.toJson());
        assertThat(KillMatrix.parse(Files.readString(PUBLISHED)).rows())
                .as("faults of %s; the Javadoc of this test contains the command that writes it", PUBLISHED)
                .isEqualTo(planted.rows())
                .allSatisfy(row -> assertThat(row.description()).as(row.fault()).matches("[A-Z].*\\."));
    }

    /** Takes minutes: each clause runs on each fault of its contract, not only on those that it is meant for. */
    @Test
    @Tag("slow")
    void runsAllClausesOnEachFault() throws IOException {
        KillMatrix detected = new KillMatrix(all().flatMap(FaultDetection::rows).toList());

        Files.writeString(Path.of("target", "kill-matrix-full.json"), detected.toJson());
        assertThat(detected.rows()).allSatisfy(row -> assertThat(row.clauses()).isNotEmpty());
    }

    /**
     * Takes an hour or more with the default of 1,000 runs of each raced fault; {@code -Draced.runs=100} runs fewer.
     * Prints how often each was detected: at most one run of a thousand may miss it.
     */
    @Test
    @Tag("slow")
    @Timeout(value = 6, unit = TimeUnit.HOURS)
    void findsRacedFaultsInNearlyEveryRun() {
        int runs = Integer.getInteger("raced.runs", 1_000);
        Map<String, Integer> detections = new TreeMap<>();
        all().forEach(faults -> detections.putAll(faults.detectionsOfRaced(runs)));

        detections.forEach((fault, found) -> System.out.println(fault + ": " + found + " of " + runs));
        assertThat(detections.values()).isNotEmpty().allMatch(found -> found * 1_000L >= runs * 999L);
    }
}
