package dev.roster.bootstrap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.roster.adapters.http.jetty.RequestListener;
import dev.roster.application.port.cache.UserCache;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.forwarding.ForwardingUserCache;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Budgets for what the metrics allocate for each request. Allocations do not depend on the speed of the machine. */
class MetricsAllocationTest {

    private static final int TIMES = 20_000;

    /** The key of the histogram: two references, an {@code int} and the header of the object. */
    private static final long KEY_BYTES = 32;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @AutoClose
    private final Metrics metrics = new Metrics(new SettableClock());

    @Test
    void requestAllocatesOneKey() {
        RequestListener requests = metrics.requests();

        long bytes = bytesOf(() -> {
            requests.started();
            requests.completed("GET", "/users/{id}", 200, 1_000_000);
        });

        assertThat(bytes).isLessThanOrEqualTo(KEY_BYTES);
    }

    @Test
    void lookupInCacheAllocatesNothing() {
        UserId id = new UserId(7);
        UserCache.Lookup miss = new UserCache.Miss(Optional.of(new UserCache.Lease("lease")));
        UserCache cache = metrics.cache(new ForwardingUserCache(UserCache.NONE) {
            @Override
            public Lookup find(UserId any) {
                return miss;
            }
        });

        assertThat(bytesOf(() -> cache.find(id))).isZero();
    }

    private static long bytesOf(Runnable operation) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TIMES; i++) {
                operation.run();
            }
            least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / TIMES);
        }
        return least;
    }
}
