package dev.roster.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.verify;

import dev.roster.application.port.MessageId;
import dev.roster.application.port.OutboxMessage;
import dev.roster.application.port.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.StorageUnavailableException;
import dev.roster.domain.UserId;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WakingStorageTest {

    private static final OutboxMessage MESSAGE =
            new WelcomeNotification(MessageId.random(), Instant.EPOCH, new UserId(1), "Ann");

    private final MockedStorage mocked = new MockedStorage();
    private final AtomicInteger woken = new AtomicInteger();
    private final WakingStorage storage = new WakingStorage(mocked.storage, () -> {
        assertThat(mocked.inTransaction()).as("inside the transaction").isFalse();
        woken.incrementAndGet();
    });

    @Test
    void wakesOnceAfterACommitThatAppended() {
        String result = storage.inTransaction(unit -> {
            unit.outbox().append(MESSAGE);
            unit.outbox().append(MESSAGE);
            return "result";
        });

        assertThat(result).isEqualTo("result");
        assertThat(mocked.appended()).containsExactly(MESSAGE, MESSAGE);
        assertThat(woken).hasValue(1);
    }

    @Test
    void letsSleepAfterACommitThatAppendedNothing() {
        storage.inTransaction(unit -> unit.users().findById(new UserId(1)));

        assertThat(woken).hasValue(0);
    }

    @Test
    void letsSleepAfterARollback() {
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> storage.inTransaction(unit -> {
                    unit.outbox().append(MESSAGE);
                    throw new StorageUnavailableException("down");
                }));

        assertThat(woken).hasValue(0);
    }

    @Test
    void wakesAfterAnAppendOnItsOwn() {
        storage.outbox().append(MESSAGE);

        verify(mocked.outbox).append(MESSAGE);
        assertThat(woken).hasValue(1);
    }
}
