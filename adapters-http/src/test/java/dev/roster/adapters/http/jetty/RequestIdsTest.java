package dev.roster.adapters.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.StorageProxies;
import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.errors.ErrorResponses;
import dev.roster.application.port.storage.Storage;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

class RequestIdsTest {

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    @Test
    void echoesValidId() throws Exception {
        for (String sent : List.of("a", "A.b_c-9", "x".repeat(128))) {
            for (String path : List.of("/health/live", "/nowhere", "/users/%2e%2e")) {
                assertThat(idOf(SERVER.get(path, "X-Request-Id", sent))).isEqualTo(sent);
            }
        }
    }

    @Test
    void replacesInvalidId() throws Exception {
        for (String bad : List.of("", "a b", "a,b", "<script>", "x".repeat(129), "ä", "a;b", "{}")) {
            for (String path : List.of("/health/live", "/nowhere")) {
                assertThat(idOf(SERVER.get(path, "X-Request-Id", bad))).matches("[0-9a-f-]{36}");
            }
        }
        assertThat(idOf(SERVER.get("/health/live", "X-Request-Id", "a", "X-Request-Id", "b")))
                .matches("[0-9a-f-]{36}");
        assertThat(idOf(SERVER.get("/health/live"))).isNotEqualTo(idOf(SERVER.get("/health/live")));
    }

    @Test
    void logsRequestId() throws Exception {
        List<String> ids = new CopyOnWriteArrayList<>();
        Storage failing = StorageProxies.failing(new IllegalStateException("for the log"));
        Logger log = Logger.getLogger(ErrorResponses.class.getName());
        log.setFilter(record -> ids.add(String.valueOf(MDC.get("requestId"))));
        try (TestServer server = TestServer.withStorage(failing)) {
            server.get("/users/1", "X-Request-Id", "mine-alone");
        } finally {
            log.setFilter(null);
        }

        assertThat(ids).contains("mine-alone");
    }

    private static String idOf(HttpResponse<String> response) {
        List<String> ids = response.headers().allValues("X-Request-Id");
        assertThat(ids).hasSize(1);
        return ids.get(0);
    }
}
