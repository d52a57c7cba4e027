package dev.roster.adapters.http;

import static dev.roster.adapters.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final HttpSettings SETTINGS = HttpSettings.on("127.0.0.1", 0);

    @Test
    void livenessIsUpEvenIfChecksFail() throws Exception {
        try (TestServer server = TestServer.withSettings(SETTINGS, new Health(Map.of("storage", HealthTest::fail)))) {
            HttpResponse<String> live = server.get("/health/live");

            assertThat(live.statusCode()).isEqualTo(200);
            assertThat(live.body()).isEqualTo("{\"status\":\"up\"}");
        }
    }

    @Test
    void readinessNamesDownPartUntilItRecovers() throws Exception {
        AtomicBoolean up = new AtomicBoolean(true);
        Map<String, Runnable> parts = new LinkedHashMap<>();
        parts.put("storage", () -> {
            if (!up.get()) {
                fail();
            }
        });
        parts.put("cache", () -> {});
        try (TestServer server = TestServer.withSettings(SETTINGS, new Health(parts))) {
            HttpResponse<String> ready = server.get("/health/ready");
            up.set(false);
            HttpResponse<String> unready = server.get("/health/ready");
            up.set(true);

            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).isEqualTo("{\"status\":\"up\",\"parts\":{\"storage\":\"up\",\"cache\":\"up\"}}");
            assertThat(ready.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(unready.statusCode()).isEqualTo(503);
            assertThat(unready.headers().firstValue("Retry-After")).contains("1");
            JsonNode error = json(unready);
            assertThat(error.path("status").asInt()).isEqualTo(503);
            assertThat(error.path("error").asText()).isEqualTo("Not ready");
            assertThat(error.path("detail").asText()).isEqualTo("Not available: storage.");
            assertThat(error.path("parts").path("storage").asText()).isEqualTo("down");
            assertThat(error.path("parts").path("cache").asText()).isEqualTo("up");
            assertThat(error.path("requestId").asText()).isNotEmpty();
            assertThat(unready.body()).doesNotContain("Exception", "secret");
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void readinessIsDegradedWithoutOptionalPart() throws Exception {
        AtomicBoolean storage = new AtomicBoolean(true);
        AtomicBoolean redis = new AtomicBoolean(true);
        Runnable storageCheck = () -> {
            if (!storage.get()) {
                fail();
            }
        };
        Health health = new Health(Map.of("storage", storageCheck), Map.of("redis", redis::get));
        try (TestServer server = TestServer.withSettings(SETTINGS, health)) {
            HttpResponse<String> ready = server.get("/health/ready");
            redis.set(false);
            HttpResponse<String> degraded = server.get("/health/ready");
            storage.set(false);
            HttpResponse<String> unready = server.get("/health/ready");

            assertThat(ready.body()).isEqualTo("{\"status\":\"up\",\"parts\":{\"storage\":\"up\",\"redis\":\"up\"}}");
            assertThat(degraded.statusCode()).isEqualTo(200);
            assertThat(degraded.body())
                    .isEqualTo("{\"status\":\"degraded\",\"parts\":{\"storage\":\"up\",\"redis\":\"down\"}}");
            assertThat(degraded.headers().firstValue("Retry-After")).isEmpty();
            assertThat(unready.statusCode()).isEqualTo(503);
            assertThat(json(unready).path("detail").asText()).isEqualTo("Not available: storage.");
            assertThat(json(unready).path("parts").path("redis").asText()).isEqualTo("down");
        }
    }

    @Test
    void reportsFailingOrHangingOptionalPartAsDown() {
        CountDownLatch released = new CountDownLatch(1);
        BooleanSupplier failing = () -> {
            throw new IllegalStateException("secret of the optional check");
        };
        BooleanSupplier hanging = () -> {
            try {
                released.await();
                return true;
            } catch (InterruptedException closing) {
                return false;
            }
        };
        Health health = new Health(Map.of(), Map.of("failing", failing, "hanging", hanging));
        try (HealthChecks checks = new HealthChecks(health, Duration.ofMillis(200))) {
            assertThat(checks.run()).isEqualTo(Map.of("failing", false, "hanging", false));
        } finally {
            released.countDown();
        }
    }

    @Test
    void rejectsNameThatIsBothRequiredAndOptional() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Health(Map.of("redis", HealthTest::fail), Map.of("redis", () -> true)));
    }

    @Test
    void hangingCheckRunsOnceAndTimesOut() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Runnable hanging = () -> {
            asked.incrementAndGet();
            try {
                released.await();
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        };
        try (HealthChecks checks = new HealthChecks(new Health(Map.of("storage", hanging)), Duration.ofMillis(200))) {
            long start = System.nanoTime();
            assertThat(checks.run()).containsEntry("storage", false);
            assertThat(checks.run()).containsEntry("storage", false);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(asked).hasValue(1);
        } finally {
            released.countDown();
        }
    }

    @Test
    void reportsPartAsDownWhenCheckThrowsError() {
        Runnable broken = () -> {
            throw new NoClassDefFoundError("driver");
        };
        try (HealthChecks checks = new HealthChecks(new Health(Map.of("storage", broken)), Duration.ofSeconds(60))) {
            assertThat(checks.run()).containsEntry("storage", false);
        }
    }

    private static void fail() {
        throw new IllegalStateException("secret of the storage");
    }
}
