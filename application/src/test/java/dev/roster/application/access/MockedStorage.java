package dev.roster.application.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
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
import dev.roster.domain.post.Post;
import dev.roster.domain.user.User;
import java.util.List;
import org.mockito.ArgumentCaptor;
import org.mockito.stubbing.Answer;

/**
 * Storage that runs transactions with a unit of work of mocks. The mocks differ from those outside transactions, so a
 * test sees which calls were made inside. Updates and deletions succeed. Rejects calls on the storage from inside a
 * transaction, like a real storage.
 */
public final class MockedStorage {

    /** Answers an update like a real storage: with the next version. */
    public static final Answer<User> NEXT_VERSION_OF_USER = call -> {
        User given = call.getArgument(0);
        return given.withVersion(given.version() + 1);
    };

    /** Same for a post. */
    public static final Answer<Post> NEXT_VERSION_OF_POST = call -> {
        Post given = call.getArgument(0);
        return given.withVersion(given.version() + 1);
    };

    /** Above every retry limit; stops work that is retried without a limit. */
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
        when(unitUsers.update(any())).thenAnswer(NEXT_VERSION_OF_USER);
        when(unitUsers.delete(any(), anyLong())).thenReturn(true);
        when(unitPosts.update(any())).thenAnswer(NEXT_VERSION_OF_POST);
        when(unitPosts.delete(any(), anyLong())).thenReturn(true);
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

    /** Returns how many transactions were started. */
    public int transactions() {
        return transactions;
    }

    /** Returns how many transactions did not end with an exception. */
    public int commits() {
        return commits;
    }

    /** Asserts that exactly these messages were appended inside transactions, in order. Their ids are ignored. */
    public void assertAppended(OutboxMessage... expected) {
        ArgumentCaptor<OutboxMessage> messages = ArgumentCaptor.captor();
        verify(unitOutbox, atLeast(0)).append(messages.capture());
        assertThat(messages.getAllValues())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
                .containsExactly(expected);
    }

    /** Asserts that exactly these audit events were appended inside transactions, in order. */
    public void assertRecorded(AuditEvent... expected) {
        ArgumentCaptor<AuditEvent> events = ArgumentCaptor.captor();
        verify(unitAudit, atLeast(0)).append(events.capture());
        assertThat(events.getAllValues()).isEqualTo(List.of(expected));
    }

    private <T> T outside(T repository) {
        if (inTransaction) {
            throw new IllegalStateException("direct call on the storage from inside a transaction");
        }
        return repository;
    }

    private Object run(TransactionWork<?, ?> work, UnitOfWork unit) throws Exception {
        outside(unit);
        if (++transactions > MAX_TRANSACTIONS) {
            throw new AssertionError("work was retried without a limit");
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
