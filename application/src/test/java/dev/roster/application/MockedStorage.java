package dev.roster.application;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

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
import org.mockito.Mockito;

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

    final UserRepository unitUsers = mock();
    final CredentialsRepository unitCredentials = mock();
    final OneTimeTokenRepository unitTokens = mock();
    final PostRepository unitPosts = mock();
    final CommentRepository unitComments = mock();
    final Outbox unitOutbox = mock();

    private boolean inTransaction;
    private int transactions;
    private int commits;

    MockedStorage() {
        when(storage.users()).thenAnswer(call -> outside(users));
        when(storage.credentials()).thenAnswer(call -> outside(credentials));
        when(storage.posts()).thenAnswer(call -> outside(posts));
        when(storage.comments()).thenAnswer(call -> outside(comments));
        UnitOfWork unit = mock();
        when(unit.users()).thenReturn(unitUsers);
        when(unit.credentials()).thenReturn(unitCredentials);
        when(unit.oneTimeTokens()).thenReturn(unitTokens);
        when(unit.posts()).thenReturn(unitPosts);
        when(unit.comments()).thenReturn(unitComments);
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
        Mockito.verify(unitOutbox, Mockito.atLeast(0)).append(messages.capture());
        return messages.getAllValues();
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
