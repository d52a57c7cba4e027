package dev.roster.application.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionConflictException;
import dev.roster.domain.StaleVersionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimisticRetryTest {

    private final StaleVersionException stale = new StaleVersionException("post 1");

    private final MockedStorage mocked = new MockedStorage();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10})
    void retriesInNewTransaction(int rivals) {
        String result = OptimisticRetry.inTransaction(mocked.storage, unit -> {
            if (mocked.transactions() <= rivals) {
                throw stale;
            }
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(mocked.transactions()).isEqualTo(rivals + 1);
        assertThat(mocked.commits()).isEqualTo(1);
    }

    @Test
    void throwsConflictAfterMaxAttempts() {
        assertThatExceptionOfType(TransactionConflictException.class)
                .isThrownBy(() -> OptimisticRetry.inTransaction(mocked.storage, unit -> {
                    throw stale;
                }))
                .withCause(stale)
                .satisfies(conflict -> assertThat(conflict).hasMessageContaining(mocked.transactions() + " attempts"));
        assertThat(mocked.transactions()).isBetween(10, 100);
    }

    @Test
    void propagatesOtherFailuresWithoutRetry() {
        for (RuntimeException failure :
                List.of(new StorageUnavailableException("down"), new NotAllowedException("not you"))) {
            int before = mocked.transactions();
            assertThatThrownBy(() -> OptimisticRetry.inTransaction(mocked.storage, unit -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
            assertThat(mocked.transactions()).isEqualTo(before + 1);
        }
    }
}
