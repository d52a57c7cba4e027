package dev.roster.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.conformance.fault.FaultControl.Kind;
import dev.roster.testkit.conformance.fault.HttpFaultControl;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultControlServerTest {

    private final List<String> calls = new ArrayList<>();

    /** Records calls. It cannot stop a server, and its restart fails. */
    private final FaultControl faults = new FaultControl() {
        @Override
        public Set<Kind> kinds() {
            return EnumSet.of(Kind.CUT, Kind.SLOW);
        }

        @Override
        public void cut() {
            calls.add("cut");
        }

        @Override
        public void slow(Duration delay) {
            calls.add("slow " + delay);
        }

        @Override
        public void forward() {
            calls.add("forward");
        }

        @Override
        public void restart() throws IOException {
            throw new IOException("port 5432 is in use");
        }
    };

    @Test
    void passesFaultsOn() throws Exception {
        try (FaultControlServer server = new FaultControlServer(0, faults)) {
            HttpFaultControl control = HttpFaultControl.open(server.baseUri());

            control.cut();
            control.slow(Duration.ofSeconds(2));
            control.forward();

            assertThat(calls).containsExactly("cut", "slow PT2S", "forward");
            assertThat(control.kinds()).containsExactly(Kind.CUT, Kind.SLOW);
        }
    }

    @Test
    void reportsRefusedAndFailedFaults() throws Exception {
        try (FaultControlServer server = new FaultControlServer(0, faults)) {
            HttpFaultControl control = HttpFaultControl.open(URI.create(server.baseUri() + "/"));

            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(control::stop)
                    .withMessageEndingWith("but answered 501 'this fault control cannot do /stop'");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(control::restart)
                    .withMessageContaining("must answer POST /restart with 204, but answered 500 '/restart failed: ")
                    .withMessageContaining("port 5432 is in use");
        }
    }

    @Test
    void reportsServerThatIsNoFaultControl() throws Exception {
        URI base;
        try (LocalHttpServer other = new LocalHttpServer(0, "/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        })) {
            base = URI.create("http://localhost:" + other.port());
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> HttpFaultControl.open(base))
                    .withMessage("the fault control at " + base + " must answer GET / with its faults, cut or stop at"
                            + " least, such as {\"faults\": [\"cut\", \"slow\", \"stop\"]}, but the response was '{}'");
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> HttpFaultControl.open(base))
                .withMessageStartingWith("the fault control at " + base + " does not respond to GET /: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  |/             |200|{\"faults\": [\"cut\", \"slow\"]}",
                "POST |/slow?millis=5|204|''",
                "POST |/slow         |400|/slow requires the delay in milliseconds, such as /slow?millis=60000",
                "POST |/slow?millis=a|400|but the query was 'millis=a'",
                "POST |/slow?millis=-1|400|but the query was 'millis=-1'",
                "POST |/slow?millis= |400|but the query was 'millis='",
                "POST |/kill         |404|unknown path /kill; accepted are GET / and POST /cut, /forward, /restart",
                "GET  |/cut          |405|/cut requires POST, but the method was GET",
                "HEAD |/cut          |405|''",
                "POST |/             |405|/ requires GET, but the method was POST",
                "POST |/stop         |501|this fault control cannot do /stop",
            })
    void answersEachRequest(String method, String target, int status, String text) throws Exception {
        try (FaultControlServer server = new FaultControlServer(0, faults)) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(server.baseUri() + target))
                                    .method(method, BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).contains(text);
            assertThat(response.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
            assertThat(calls.isEmpty()).isEqualTo(status != 204);
        }
    }
}
