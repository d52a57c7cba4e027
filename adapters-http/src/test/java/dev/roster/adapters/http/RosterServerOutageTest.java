package dev.roster.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.conformance.matrix.BrokenClauses;
import dev.roster.testkit.conformance.matrix.FaultDetection;
import dev.roster.testkit.contract.api.RosterApiContract;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.server.HttpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the clauses of the API on outages against a server over the fakes, and checks that they detect planted faults. */
class RosterServerOutageTest {

    /** Fault of the current run; null for none. The tests of this class run one after the other. */
    private static OutageFaults planted;

    private static boolean isAboutOutages(String clause) {
        return clause.startsWith("api-outage.");
    }

    @Test
    void keepsPromisesInOutages() {
        planted = null;

        assertThat(BrokenClauses.failures(Planted.class, RosterServerOutageTest::isAboutOutages))
                .isEmpty();
    }

    @TestFactory
    List<DynamicTest> detectsPlantedFaults() {
        return new FaultDetection(Planted.class)
                .of(OutageFaults.values(), fault -> planted = fault)
                .tests(Specification.clausesOf(Planted.class).stream()
                        .filter(clause -> !isAboutOutages(clause))
                        .toList());
    }

    static class Planted extends RosterApiContract {

        private TestServer server;
        private HttpProxy proxy;
        private FaultControl faults;

        @BeforeEach
        void start() throws Exception {
            InMemoryStorage storage = new InMemoryStorage();
            AtomicBoolean away = new AtomicBoolean();
            boolean isInStorage = planted != null && planted.isInStorage();
            faults = FaultControl.of(reachable -> {
                storage.setReachable(reachable || isInStorage);
                away.set(!reachable);
            });
            server = TestServer.withStorage(isInStorage ? planted.storage(storage, away::get) : storage);
            HttpProxy.Change unchanged = (method, path, answer) -> answer;
            proxy = HttpProxy.inFrontOf(server.baseUri(), planted == null ? unchanged : planted.responses(away::get));
        }

        @AfterEach
        void stop() {
            proxy.close();
            server.close();
        }

        @Override
        protected URI baseUri() {
            return proxy.baseUri();
        }

        @Override
        protected Mailbox mailbox() {
            return Mailbox.unreadable("no clause on outages reads mails");
        }

        @Override
        protected Provided<String> adminToken() {
            return Provided.absent("no clause on outages requires an admin");
        }

        @Override
        protected Provided<String> allowedOrigin() {
            return Provided.absent("no clause on outages is about origins");
        }

        @Override
        protected Provided<FaultControl> databaseFaults() {
            return Provided.of(faults);
        }

        @Override
        protected Duration longestRequest() {
            return Duration.ofSeconds(planted == OutageFaults.HANGS ? 2 : 10);
        }
    }
}
