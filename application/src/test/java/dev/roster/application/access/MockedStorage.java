package dev.roster.application.access;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import java.util.List;
import org.mockito.ArgumentCaptor;

/**
 * A storage whose transactions run their work with a unit of work of mocks, other ones than those outside of
 * transactions, so that a test sees what was called where. Calls on the storage from inside a transaction are refused, as
 * a real one refuses them.
 */
public final class MockedStorage {

    /** More runs of one work than any bound allows; ends what would go on for ever. */
    private static final int MAX_TRANSACTIONS = 1_000;

    public final Storage storage = mock();
    public final UserRepository users = mock();
    public final CredentialsRepository credentials = mock();
    public final PostRepository posts = mock();
    public final CommentRepository comments = mock();
    public final OneTimeTokenRepository tokens = mock();
    public final AuditLog audit = mock();
    public final Outbox outbox = mock();

    public final UserRepository unitUsers = mock();
    public final CredentialsRepository unitCredentials = mock();
    public final OneTimeTokenRepository unitTokens = mock();
    public final PostRepository unitPosts = mock();
    public final CommentRepository unitComments = mock();
    public final AuditLog unitAudit = mock();
    public final Outbox unitOutbox = mock();

    private boolean inTransaction;
    private int transactions;
    private int commits;

    public MockedStorage() {
        when(storage.users()).thenAnswer(call -> outside(users));
        when(storage.credentials()).thenAnswer(call -> outside(credentials));
        when(storage.posts()).thenAnswer(call -> outside(posts));
        when(storage.comments()).thenAnswer(call -> outside(comments));
        when(storage.oneTimeTokens()).thenAnswer(call -> outside(tokens));
        when(storage.auditLog()).thenAnswer(call -> outside(audit));
        when(storage.outbox()).thenAnswer(call -> outside(outbox));
        UnitOfWork unit = mock();
        when(unit.users()).thenReturn(unitUsers);
        when(unit.credentials()).thenReturn(unitCredentials);
        when(unit.oneTimeTokens()).thenReturn(unitTokens);
        when(unit.posts()).thenReturn(unitPosts);
        when(unit.comments()).thenReturn(unitComments);
        when(unit.auditLog()).thenReturn(unitAudit);
        when(unit.outbox()).thenReturn(unitOutbox);
        doAnswer(call -> run(call.<TransactionWork<?, ?>>getArgument(0), unit))
                .when(storage)
                .inTransaction(any());
    }

    public boolean inTransaction() {
        return inTransaction;
    }

    /** How many transactions there were. */
    public int transactions() {
        return transactions;
    }

    /** How many of them were not ended by an exception. */
    public int commits() {
        return commits;
    }

    /** What was appended inside transactions, in order. */
    public List<OutboxMessage> appendedMessages() {
        ArgumentCaptor<OutboxMessage> messages = ArgumentCaptor.captor();
        verify(unitOutbox, atLeast(0)).append(messages.capture());
        return messages.getAllValues();
    }

    /** What was recorded inside transactions, in order. */
    public List<AuditEvent> recordedEvents() {
        ArgumentCaptor<AuditEvent> events = ArgumentCaptor.captor();
        verify(unitAudit, atLeast(0)).append(events.capture());
        return events.getAllValues();
    }

    /** Says that users, credentials, tokens and outbox are as they were, whatever was read; and no transaction recorded. */
    public void assertNothingWritten() {
        for (UserRepository each : List.of(users, unitUsers)) {
            verify(each, never()).create(any());
            verify(each, never()).update(any());
            verify(each, never()).delete(any());
            verify(each, never()).delete(any(), anyLong());
        }
        for (CredentialsRepository each : List.of(credentials, unitCredentials)) {
            verify(each, never()).setPassword(any(), any());
            verify(each, never()).renewHash(any(), any(), any());
            verify(each, never()).endSessions(any());
        }
        verifyNoInteractions(tokens, unitTokens, outbox, unitOutbox, unitAudit);
    }

    private <T> T outside(T repository) {
        if (inTransaction) {
            throw new IllegalStateException("a call on the storage from inside a transaction");
        }
        return repository;
    }

    private Object run(TransactionWork<?, ?> work, UnitOfWork unit) throws Exception {
        outside(unit);
        if (++transactions > MAX_TRANSACTIONS) {
            throw new AssertionError("tried without a bound");
        }
        inTransaction = true;
        try {
            Object result = work.execute(unit);
            commits++;
            return result;
        } finally {
            inTransaction = false;
        }
    }
}
