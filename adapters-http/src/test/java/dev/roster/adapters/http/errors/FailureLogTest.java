package dev.roster.adapters.http.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureLogTest {

    private static final String NAME = FailureLogTest.class.getName();

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final FailureLog log = new FailureLog(LoggerFactory.getLogger(NAME), nanos::get);
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(NAME);

    @BeforeEach
    void record() {
        logger.setFilter(record -> {
            records.add(record);
            return false;
        });
    }

    @AfterEach
    void stopRecording() {
        logger.setFilter(null);
    }

    @Test
    void logsTraceOncePerMinute() {
        log.error("GET /a", new StackOverflowError());
        log.error("GET /b", new OutOfMemoryError("Java heap space"));
        log.error("GET /c", new IllegalStateException(new StackOverflowError()));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos() - 1);
        log.error("GET /d", new StackOverflowError());
        nanos.incrementAndGet();
        log.error("GET /e", new StackOverflowError());

        assertThat(traced()).containsExactly(true, false, false, false, true);
        assertThat(records).hasSize(5);
        assertThat(records.get(1).getMessage())
                .contains("GET /b failed: java.lang.OutOfMemoryError: Java heap space at");
    }

    @Test
    void logsTraceOfEachCause() {
        for (int i = 0; i < 2; i++) {
            log.error("GET /a", new IllegalStateException("x" + i));
        }
        log.error("GET /a", new IllegalStateException("elsewhere"));
        log.error("GET /a", new NullPointerException());

        assertThat(traced()).containsExactly(true, false, true, true);
    }

    private List<Boolean> traced() {
        return records.stream().map(record -> record.getThrown() != null).toList();
    }
}
