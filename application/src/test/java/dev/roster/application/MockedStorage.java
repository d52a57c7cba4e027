package dev.roster.application;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.roster.application.port.AuditEvent;
import dev.roster.application.port.AuditLog;
import dev.roster.application.port.CommentRepository;
import dev.roster.application.port.CredentialsRepository;
import dev.roster.application.port.OneTimeTokenRepository;
import dev.roster.application.port.Outbox;
import dev.roster.application.port.OutboxMessage;
import dev.roster.application.port.PostRepository;
import dev.roster.application.port.Storage;
import dev.roster.application.port.UnitOfWork;
import dev.roster.application.port.UserRepository;
import dev.roster.application.port.Work;
import java.util.List;
import org.mockito.ArgumentCaptor;

/**
 * A storage whose transactions run their work with a unit of work of mocks, other ones than those outside of
 * transactions, so that a test sees what was called where. Calls on the storage from inside a transaction are refused, as
 * a real one refuses them.
 */
final class MockedStorage {

    /** More runs of one work than any bound allows; ends what would go on for ever. */
    private static final int TOO_MANY = 1_000;

    final Storage storage = mock();
    final UserRepository users = mock();
    final CredentialsRepository credentials = mock();
    final PostRepository posts = mock();
    final CommentRepository comments = mock();
    final OneTimeTokenRepository tokens = mock();
    final AuditLog audit = mock();
    final Outbox outbox = mock();

    final UserRepository unitUsers = mock();
    final CredentialsRepository unitCredentials = mock();
    final OneTimeTokenRepository unitTokens = mock();
    final PostRepository unitPosts = mock();
    final CommentRepository unitComments = mock();
    final AuditLog unitAudit = mock();
    final Outbox unitOutbox = mock();

    private boolean inTransaction;
    private int transactions;
    private int commits;

    MockedStorage() {
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
        doAnswer(call -> run(call.<Work<?, ?>>getArgument(0), unit))
                .when(storage)
                .inTransaction(any());
    }

    boolean inTransaction() {
        return inTransaction;
    }

    /** How many transactions there were. */
    int transactions() {
        return transactions;
    }

    /** How many of them were not ended by an exception. */
    int commits() {
        return commits;
    }

    /** What was appended inside transactions, in order. */
    List<OutboxMessage> appended() {
        ArgumentCaptor<OutboxMessage> messages = ArgumentCaptor.captor();
        verify(unitOutbox, atLeast(0)).append(messages.capture());
        return messages.getAllValues();
    }

    /** What was recorded inside transactions, in order. */
    List<AuditEvent> recorded() {
        ArgumentCaptor<AuditEvent> events = ArgumentCaptor.captor();
        verify(unitAudit, atLeast(0)).append(events.capture());
        return events.getAllValues();
    }

    /** Says that users, credentials, tokens and outbox are as they were, whatever was read; and no transaction recorded. */
    void assertNothingWritten() {
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

    private Object run(Work<?, ?> work, UnitOfWork unit) throws Exception {
        outside(unit);
        if (++transactions > TOO_MANY) {
            throw new AssertionError("tried without a bound");
        }
        inTransaction = true;
        try {
            Object result = work.in(unit);
            commits++;
            return result;
        } finally {
            inTransaction = false;
        }
    }
}
