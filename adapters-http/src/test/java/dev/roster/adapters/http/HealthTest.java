package dev.roster.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class HealthTest {

    @Test
    void livenessIsUpEvenIfChecksFail() throws Exception {
        try (TestServer server = TestServer.withHealth(new Health(Map.of("storage", HealthTest::fail), Map.of()))) {
            HttpResponse<String> live = server.get("/health/live");

            assertThat(live.statusCode()).isEqualTo(200);
            assertThat(live.body()).isEqualTo("{\"status\":\"up\"}");
        }
    }

    @Test
    void readinessReportsEachPartUntilItRecovers() throws Exception {
        AtomicBoolean storage = new AtomicBoolean(true);
        AtomicBoolean redis = new AtomicBoolean(true);
        Map<String, Runnable> required = new LinkedHashMap<>();
        required.put("storage", () -> {
            if (!storage.get()) {
                fail();
            }
        });
        required.put("cache", () -> {});
        try (TestServer server = TestServer.withHealth(new Health(required, Map.of("redis", redis::get)))) {
            HttpResponse<String> ready = server.get("/health/ready");
            redis.set(false);
            HttpResponse<String> degraded = server.get("/health/ready");
            storage.set(false);
            HttpResponse<String> unready = server.get("/health/ready");
            storage.set(true);

            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body())
                    .isEqualTo("{\"status\":\"up\",\"parts\":{\"storage\":\"up\",\"cache\":\"up\",\"redis\":\"up\"}}");
            assertThat(ready.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(degraded.statusCode()).isEqualTo(200);
            assertThat(degraded.body())
                    .isEqualTo(ready.body()
                            .replace("{\"status\":\"up\"", "{\"status\":\"degraded\"")
                            .replace("\"redis\":\"up\"", "\"redis\":\"down\""));
            assertThat(degraded.headers().firstValue("Retry-After")).isEmpty();
            assertThat(unready.statusCode()).isEqualTo(503);
            assertThat(unready.headers().firstValue("Retry-After")).contains("1");
            assertThat(unready.body())
                    .matches("\\{\"status\":503,\"error\":\"Not ready\",\"detail\":\"Not available: storage\\.\","
                            + "\"requestId\":\"[0-9a-f-]{36}\","
                            + "\"parts\":\\{\"storage\":\"down\",\"cache\":\"up\",\"redis\":\"down\"}}");
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void reportsFailingOrHangingPartAsDownAndChecksOnceAtATime() {
        CompletableFuture<Void> released = new CompletableFuture<>();
        AtomicInteger asked = new AtomicInteger();
        Runnable hanging = () -> {
            asked.incrementAndGet();
            released.join();
        };
        BooleanSupplier hangingToo = () -> {
            hanging.run();
            return true;
        };
        Runnable broken = () -> {
            throw new NoClassDefFoundError("driver");
        };
        BooleanSupplier failing = () -> {
            throw new IllegalStateException("secret of the optional check");
        };
        Health health = new Health(
                Map.of("broken", broken, "hanging", hanging), Map.of("failing", failing, "hanging too", hangingToo));
        try (HealthChecks checks = new HealthChecks(health, Duration.ofMillis(200))) {
            long start = System.nanoTime();
            for (int i = 0; i < 2; i++) {
                assertThat(checks.run())
                        .isEqualTo(Map.of("broken", false, "hanging", false, "failing", false, "hanging too", false));
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(asked).hasValue(2);
        } finally {
            released.complete(null);
        }
    }

    @Test
    void rejectsNameThatIsBothRequiredAndOptional() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Health(Map.of("redis", HealthTest::fail), Map.of("redis", () -> true)));
    }

    private static void fail() {
        throw new IllegalStateException("secret of the storage");
    }
}
