package dev.roster.application.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.roster.application.access.MockedStorage;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.PasswordChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxNotifyingStorageTest {

    private static final OutboxMessage MESSAGE =
            new WelcomeNotification(MessageId.random(), Instant.EPOCH, new UserId(1), "Ann");

    private static final OutboxMessage MAIL =
            new PasswordChangedEmail(MessageId.random(), Instant.EPOCH, new EmailAddress("ann@example.com"), "Ann");

    private final MockedStorage mocked = new MockedStorage();
    private final List<Lane> notified = new ArrayList<>();
    private final OutboxNotifyingStorage storage = new OutboxNotifyingStorage(mocked.storage, lane -> {
        assertThat(mocked.inTransaction()).as("inside the transaction").isFalse();
        notified.add(lane);
    });

    @Test
    void notifiesEachLaneOnceAfterCommit() {
        String result = storage.inTransaction(unit -> {
            unit.outbox().append(MAIL);
            unit.outbox().append(MESSAGE);
            unit.outbox().append(MESSAGE);
            return "result";
        });

        assertThat(result).isEqualTo("result");
        mocked.assertAppended(MAIL, MESSAGE, MESSAGE);
        assertThat(notified).containsExactly(Lane.DEFAULT, Lane.PASSWORD_CHANGED);
    }

    @Test
    void skipsNotificationIfNothingWasAppended() {
        storage.inTransaction(unit -> unit.users().findById(new UserId(1)));

        assertThat(notified).isEmpty();
    }

    @Test
    void skipsNotificationAfterRollback() {
        assertThatExceptionOfType(StorageUnavailableException.class)
                .isThrownBy(() -> storage.inTransaction(unit -> {
                    unit.outbox().append(MESSAGE);
                    throw new StorageUnavailableException("down");
                }));

        assertThat(notified).isEmpty();
    }

    @Test
    void notifiesAfterAppendOutsideTransaction() {
        storage.outbox().append(MAIL);

        verify(mocked.outbox).append(MAIL);
        assertThat(notified).containsExactly(Lane.PASSWORD_CHANGED);
    }

    @Test
    void notifiesOfLastAttemptOnly() {
        Storage retrying = mock(Storage.class);
        when(retrying.inTransaction(any())).thenAnswer(call -> {
            mocked.storage.inTransaction(call.getArgument(0));
            return mocked.storage.inTransaction(call.getArgument(0));
        });
        Iterator<OutboxMessage> attempts = List.of(MAIL, MESSAGE).iterator();

        new OutboxNotifyingStorage(retrying, notified::add).inTransaction(unit -> {
            unit.outbox().append(attempts.next());
            return "result";
        });

        assertThat(notified).containsExactly(Lane.DEFAULT);
    }

    @Test
    void forwardsPingAndClose() {
        storage.ping();
        storage.close();

        verify(mocked.storage).ping();
        verify(mocked.storage).close();
    }
}
