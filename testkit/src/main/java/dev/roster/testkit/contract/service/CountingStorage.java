package dev.roster.testkit.contract.service;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Storage that counts calls, and that can block reads of users until other threads have arrived. */
final class CountingStorage extends ForwardingStorage {

    private final AtomicInteger callCount = new AtomicInteger();
    private volatile CountDownLatch arrivals = new CountDownLatch(0);

    CountingStorage(Storage counted) {
        super(counted);
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

    @Override
    protected UnitOfWork unit() {
        callCount.incrementAndGet();
        return super.unit();
    }

    @Override
    public UserRepository users() {
        UserRepository users = super.users();
        try {
            if (!arrivals.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the other threads did not arrive within 30 seconds");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return users;
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        callCount.incrementAndGet();
        return super.inTransaction(work);
    }
}
