package dev.roster.application.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.roster.application.outbox.OutboxMonitor.Reading;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.QueueStats;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxMonitorTest {

    private static final Instant START = Instant.parse("2024-02-01T00:00:00.000001Z");

    private final OutboxQueue queue = mock();
    private Instant now = START;
    private final OutboxMonitor monitor = new OutboxMonitor(queue, () -> now);

    @Test
    void reportsAgeOfOldestWaitingMessage() {
        when(queue.stats()).thenReturn(new QueueStats(3, 1, Optional.of(START.minusSeconds(90))));

        assertThat(monitor.read()).isEqualTo(new Reading(START, 3, 1, Duration.ofSeconds(90)));
    }

    @Test
    void reportsZeroAgeForEmptyOutbox() {
        when(queue.stats()).thenReturn(new QueueStats(0, 2, Optional.empty()));

        assertThat(monitor.read()).isEqualTo(new Reading(START, 0, 2, Duration.ZERO));
    }

    @Test
    void reportsZeroAgeForMessageFromFuture() {
        when(queue.stats()).thenReturn(new QueueStats(1, 0, Optional.of(START.plusSeconds(2))));

        assertThat(monitor.read().oldestAge()).isEqualTo(Duration.ZERO);
    }

    @Test
    void returnsLatestReadingWithoutQuery() {
        assertThat(monitor.latest()).isEmpty();
        when(queue.stats())
                .thenReturn(new QueueStats(1, 0, Optional.of(START)))
                .thenReturn(new QueueStats(0, 0, Optional.empty()));

        Reading first = monitor.read();
        now = START.plusSeconds(60);
        assertThat(monitor.latest()).contains(first);
        Reading second = monitor.read();

        assertThat(second.readAt()).isEqualTo(now);
        assertThat(monitor.latest()).contains(second);
        verify(queue, times(2)).stats();
    }

    @Test
    void keepsLatestReadingAfterFailure() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        when(queue.stats()).thenReturn(new QueueStats(1, 0, Optional.of(START))).thenThrow(down);
        Reading first = monitor.read();

        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(monitor::read)
                .isSameAs(down);

        assertThat(monitor.latest()).contains(first);
    }
}
