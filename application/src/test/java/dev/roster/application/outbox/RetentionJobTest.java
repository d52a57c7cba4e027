package dev.roster.application.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.access.MockedStorage;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.port.storage.StorageUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class RetentionJobTest {

    private static final Instant NOW = Instant.parse("2024-03-31T00:00:00.000001Z");

    private final MockedStorage mocked = new MockedStorage();
    private final RetentionJob job = new RetentionJob(mocked.storage, Duration.ofDays(90), InstantSource.fixed(NOW));

    @Test
    void deletesOldEventsAndExpiredTokens() {
        job.purgeExpired();

        verify(mocked.audit).deleteBefore(Instant.parse("2024-01-01T00:00:00.000001Z"));
        verify(mocked.tokens).deleteExpiredBefore(Instant.parse("2024-03-01T00:00:00.000001Z"));
        verifyNoMoreInteractions(mocked.audit, mocked.tokens);
        assertThat(RetentionJob.TOKEN_RETENTION)
                .as("tokens are deleted only long after their expiry")
                .isGreaterThan(OneTimeTokenMailer.VERIFICATION_TTL)
                .isGreaterThan(OneTimeTokenMailer.RESET_TTL);
    }

    @Test
    void propagatesStorageFailure() {
        StorageUnavailableException down = new StorageUnavailableException("down");
        when(mocked.audit.deleteBefore(any())).thenThrow(down);

        assertThatThrownBy(job::purgeExpired).isSameAs(down);

        verifyNoInteractions(mocked.tokens);
    }

    @Test
    void logsCountsOfDeletedRows() {
        try (LogCapture log = new LogCapture(RetentionJob.class)) {
            job.purgeExpired();
            assertThat(log.lines()).isEmpty();

            when(mocked.tokens.deleteExpiredBefore(any())).thenReturn(2L);
            job.purgeExpired();

            assertThat(log.lines()).containsExactly("INFO deleted 0 old audit events and 2 expired one-time tokens");
        }
    }
}
