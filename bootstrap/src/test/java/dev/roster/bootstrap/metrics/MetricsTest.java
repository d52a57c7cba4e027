package dev.roster.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.http.jetty.RequestListener;
import dev.roster.adapters.http.management.MetricsFormat;
import dev.roster.adapters.jdbc.PoolStats;
import dev.roster.adapters.redis.CircuitState;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.User;
import dev.roster.testkit.data.NewUserBuilder;
import dev.roster.testkit.data.OutboxMessageSamples;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.InMemoryUserCache;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.forwarding.ForwardingOutboxQueue;
import dev.roster.testkit.fake.forwarding.ForwardingPasswordHasher;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MetricsTest {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock();
    private final InMemoryStorage storage = new InMemoryStorage();

    @AutoClose
    private final Metrics metrics = new Metrics(clock);

    @Test
    void countsAndTimesRequests() {
        RequestListener requests = metrics.requests();
        requests.started();
        requests.started();
        requests.started();

        requests.completed("GET", "/users/{id}", 200, 2_000_000);
        requests.completed("GET", "/users/{id}", 200, 30_000_000);

        String labels = "{method=\"GET\",status=\"200\",uri=\"/users/{id}\"";
        assertThat(scrape())
                .contains("http_server_requests_active 1.0\n")
                .contains("http_server_requests_seconds_count" + labels + "} 2\n")
                .contains("http_server_requests_seconds_sum" + labels + "} 0.032\n")
                .contains("http_server_requests_seconds_bucket" + labels + ",le=\"0.001\"} 0\n")
                .contains("http_server_requests_seconds_bucket" + labels + ",le=\"0.005\"} 1\n")
                .contains("http_server_requests_seconds_bucket" + labels + ",le=\"0.05\"} 2\n")
                .contains("http_server_requests_seconds_bucket" + labels + ",le=\"+Inf\"} 2\n");
    }

    @Test
    void countsLookupsAndErrorsOfCache() {
        InMemoryUserCache fake = new InMemoryUserCache();
        UserCache cache = metrics.cache(fake);
        User user = storage.users().create(NewUserBuilder.aUser().build());

        Miss miss = (Miss) cache.find(user.id());
        cache.fill(user, miss.lease().orElseThrow());
        cache.find(user.id());
        cache.find(user.id());
        cache.invalidate(user.id(), 1);
        fake.setReachable(false);
        cache.find(user.id());
        cache.markDeleted(user.id());

        assertThat(scrape())
                .contains("cache_gets_total{cache=\"users\",result=\"hit\"} 2.0\n")
                .contains("cache_gets_total{cache=\"users\",result=\"miss\"} 1.0\n")
                .contains("cache_errors_total{cache=\"users\",operation=\"find\"} 1.0\n")
                .contains("cache_errors_total{cache=\"users\",operation=\"invalidate\"} 1.0\n");
        assertThat(metrics.cache(UserCache.NONE)).isSameAs(UserCache.NONE);
    }

    @Test
    void timesHashesAndCountsRejections() {
        PasswordHasher hasher = metrics.hasher(new FastPasswordHasher());
        PasswordHasher busy = metrics.hasher(new ForwardingPasswordHasher(new FastPasswordHasher()) {
            @Override
            public PasswordHash hash(String password) {
                throw new PasswordHasherBusyException(Duration.ofSeconds(1));
            }
        });

        PasswordHash hash = hasher.hash("12345678");
        assertThat(hasher.verify("12345678", hash)).isTrue();
        assertThat(hasher.reserved().verify("87654321", hash)).isFalse();
        assertThatExceptionOfType(PasswordHasherBusyException.class).isThrownBy(() -> busy.hash("12345678"));

        assertThat(scrape())
                .contains("roster_password_hash_seconds_count{operation=\"hash\"} 1\n")
                .contains("roster_password_hash_seconds_count{operation=\"verify\"} 2\n")
                .contains("roster_password_hash_rejected_total 1.0\n");
    }

    @Test
    void countsThrottledLoginsAndRequests() {
        LoginThrottle throttle = metrics.throttle(new InMemoryLoginThrottle(clock));
        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE + 2; i++) {
            throttle.admit("account:ann@example.com", ClientAddress.UNKNOWN);
            throttle.admit("mail:ann@example.com", ClientAddress.UNKNOWN);
        }
        throttle.admitRequest("registration", 1, new ClientAddress("203.0.113.7"));
        throttle.admitRequest("registration", 1, new ClientAddress("203.0.113.7"));

        assertThat(scrape())
                .contains("roster_throttled_total{kind=\"login\"} 2.0\n")
                .contains("roster_throttled_total{kind=\"mail\"} 2.0\n")
                .contains("roster_throttled_total{kind=\"notice\"} 0.0\n")
                .contains("roster_throttled_total{kind=\"registration\"} 1.0\n");
    }

    @Test
    void countsDeliveriesByOutcome() {
        OutboxQueue queue = metrics.outbox(storage.outboxQueue());
        for (OutboxMessage message : OutboxMessageSamples.ofEachKind(clock.instant())) {
            storage.outbox().append(message);
        }

        end("VerificationEmail", Lane.VERIFICATION, claim -> queue.retryLater(claim, clock.instant(), "later"), queue);
        end("VerificationEmail", Lane.VERIFICATION, claim -> queue.deadLetter(claim, "gone"), queue);
        end("PasswordChangedEmail", Lane.PASSWORD_CHANGED, claim -> queue.acknowledgeAll(List.of(claim)), queue);
        end("EmailChangedEmail", Lane.EMAIL_CHANGED, queue::expire, queue);

        assertThat(scrape())
                .contains(deliveries("VerificationEmail", "retried", 1))
                .contains(deliveries("VerificationEmail", "failed", 1))
                .contains(deliveries("PasswordChangedEmail", "delivered", 1))
                .contains(deliveries("EmailChangedEmail", "expired", 1))
                .contains(deliveries("UserCacheInvalidation", "delivered", 0));
    }

    private interface Ending {
        void end(Claim claim);
    }

    private void end(String kind, Lane lane, Ending ending, OutboxQueue queue) {
        queue.claim(lane, 10, clock.instant(), LEASE).stream()
                .filter(claim -> claim.message().getClass().getSimpleName().equals(kind))
                .findFirst()
                .ifPresent(ending::end);
        clock.advance(LEASE);
    }

    private static String deliveries(String message, String outcome, int count) {
        return "roster_outbox_deliveries_total{message=\"" + message + "\",outcome=\"" + outcome + "\"} " + count
                + ".0\n";
    }

    @Test
    void reportsSizeAndAgeOfEachLane() {
        metrics.watchOutbox(storage.outboxQueue());
        storage.outbox().append(OutboxMessageSamples.inLane(Lane.CACHE, clock.instant()));
        storage.outbox().append(OutboxMessageSamples.inLane(Lane.DEFAULT, clock.instant()));
        storage.outboxQueue()
                .claim(Lane.DEFAULT, 1, clock.instant(), LEASE)
                .forEach(claim -> storage.outboxQueue().deadLetter(claim, "gone"));

        clock.advance(Duration.ofSeconds(90));

        assertThat(scrape())
                .contains("roster_outbox_messages{lane=\"cache\",state=\"waiting\"} 1.0\n")
                .contains("roster_outbox_messages{lane=\"default\",state=\"waiting\"} 0.0\n")
                .contains("roster_outbox_messages{lane=\"default\",state=\"dead\"} 1.0\n")
                .contains("roster_outbox_messages{lane=\"email_changed\",state=\"expired\"} 0.0\n")
                .contains("roster_outbox_oldest_age_seconds{lane=\"cache\"} 90.0\n")
                .contains("roster_outbox_oldest_age_seconds{lane=\"default\"} 0.0\n");
    }

    @Test
    void omitsOutboxWhileDatabaseFails() {
        AtomicReference<OutboxQueue> current = new AtomicReference<>(storage.outboxQueue());
        metrics.watchOutbox(new ForwardingOutboxQueue(storage.outboxQueue()) {
            @Override
            public Map<Lane, QueueStats> statsByLane() {
                return current.get().statsByLane();
            }
        });
        assertThat(scrape()).contains("roster_outbox_messages{lane=\"cache\",state=\"waiting\"} 0.0\n");

        current.set(new ForwardingOutboxQueue(storage.outboxQueue()) {
            @Override
            public Map<Lane, QueueStats> statsByLane() {
                throw new StorageUnavailableException("planned");
            }
        });
        assertThat(scrape())
                .contains("roster_outbox_messages{lane=\"cache\",state=\"waiting\"} NaN\n")
                .contains("roster_outbox_oldest_age_seconds{lane=\"cache\"} NaN\n")
                .contains("jvm_memory_used_bytes{");

        current.set(storage.outboxQueue());
        assertThat(scrape()).contains("roster_outbox_messages{lane=\"cache\",state=\"waiting\"} 0.0\n");
    }

    /** Each scrape ends, and one thread at most waits for the database. */
    @Test
    void hangingDatabaseBlocksNoScrape() throws Exception {
        CountDownLatch proceed = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        metrics.watchOutbox(new ForwardingOutboxQueue(storage.outboxQueue()) {
            @Override
            public Map<Lane, QueueStats> statsByLane() {
                reads.incrementAndGet();
                try {
                    proceed.await();
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
                return super.statsByLane();
            }
        });

        for (int i = 0; i < 3; i++) {
            assertThat(scrape()).contains("roster_outbox_messages{lane=\"cache\",state=\"waiting\"} NaN\n");
        }

        assertThat(reads).hasValue(1);
        proceed.countDown();
        String scraped = scrape();
        while (scraped.contains("NaN")) {
            scraped = scrape();
        }
        assertThat(scraped).contains("roster_outbox_messages{lane=\"cache\",state=\"waiting\"} 0.0\n");
    }

    @Test
    void reportsPoolAndCircuitAsTheyAre() {
        AtomicReference<PoolStats> pool = new AtomicReference<>(new PoolStats(3, 2, 1, 10, 4));
        AtomicReference<CircuitState> circuit = new AtomicReference<>(CircuitState.CLOSED);
        metrics.watchPool(pool::get);
        metrics.watchCircuit("redis", circuit::get);
        assertThat(scrape())
                .contains("hikaricp_connections_active{pool=\"roster\"} 3.0\n")
                .contains("hikaricp_connections_idle{pool=\"roster\"} 2.0\n")
                .contains("hikaricp_connections_pending{pool=\"roster\"} 1.0\n")
                .contains("hikaricp_connections_max{pool=\"roster\"} 10.0\n")
                .contains("hikaricp_connections_timeout_total{pool=\"roster\"} 4.0\n")
                .contains("resilience4j_circuitbreaker_state{name=\"redis\",state=\"closed\"} 1.0\n")
                .contains("resilience4j_circuitbreaker_state{name=\"redis\",state=\"open\"} 0.0\n");

        circuit.set(CircuitState.OPEN);

        assertThat(scrape())
                .contains("resilience4j_circuitbreaker_state{name=\"redis\",state=\"closed\"} 0.0\n")
                .contains("resilience4j_circuitbreaker_state{name=\"redis\",state=\"open\"} 1.0\n");
    }

    @Test
    void reportsJvm() {
        assertThat(scrape())
                .contains("jvm_memory_used_bytes{", "jvm_threads_live_threads ", "process_cpu_usage ")
                .contains("jvm_gc_", "process_uptime_seconds ", "process_files_open_files ");
    }

    @Test
    void writesOpenMetricsOnRequest() {
        metrics.requests().completed("GET", "/posts", 200, 1);

        String text = new String(metrics.scrape(MetricsFormat.OPEN_METRICS), StandardCharsets.UTF_8);

        assertThat(text)
                .contains("# TYPE http_server_requests_seconds histogram\n")
                .endsWith("# EOF\n");
        assertThat(scrape()).doesNotContain("# EOF");
    }

    private String scrape() {
        return new String(metrics.scrape(MetricsFormat.PROMETHEUS_TEXT), StandardCharsets.UTF_8);
    }
}
