package dev.roster.testkit.contract.service;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UserRepository;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Storage that counts calls, and that can block reads of users until other threads have arrived. */
final class CountingStorage implements Storage {

    private final Storage counted;
    private final AtomicInteger callCount = new AtomicInteger();
    private volatile CountDownLatch arrivals = new CountDownLatch(0);

    CountingStorage(Storage counted) {
        this.counted = counted;
    }

    int callCount() {
        return callCount.get();
    }

    void reset() {
        callCount.set(0);
    }

    /** Blocks all further reads of users until the given number of threads have {@linkplain #arrive() arrived}. */
    void blockReadsUntil(int arrived) {
        arrivals = new CountDownLatch(arrived);
    }

    void arrive() {
        arrivals.countDown();
    }

    private <T> T counted(T repository) {
        callCount.incrementAndGet();
        return repository;
    }

    @Override
    public UserRepository users() {
        counted(counted);
        try {
            if (!arrivals.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the other threads did not arrive within 30 seconds");
            }
        } catch (InterruptedException hurried) {
            throw new AssertionError(hurried);
        }
        return counted.users();
    }

    @Override
    public CredentialsRepository credentials() {
        return counted(counted).credentials();
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return counted(counted).oneTimeTokens();
    }

    @Override
    public PostRepository posts() {
        return counted(counted).posts();
    }

    @Override
    public CommentRepository comments() {
        return counted(counted).comments();
    }

    @Override
    public AuditLog auditLog() {
        return counted(counted).auditLog();
    }

    @Override
    public Outbox outbox() {
        return counted(counted).outbox();
    }

    @Override
    public OutboxQueue outboxQueue() {
        return counted.outboxQueue();
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        return counted(counted).inTransaction(work);
    }

    @Override
    public void ping() {
        counted.ping();
    }

    @Override
    public void close() {
        counted.close();
    }
}
