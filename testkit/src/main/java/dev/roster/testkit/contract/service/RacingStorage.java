package dev.roster.testkit.contract.service;

import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Storage that runs a rival call once, on another thread, at a chosen moment of the first transaction. The transaction
 * goes on when the rival has finished, or if it evidently waits for a lock of the transaction.
 */
final class RacingStorage extends ForwardingStorage {

    /** The moment before the transaction begins. */
    static final String BEGIN = "begin";

    /**
     * How long a rival gets to finish. A rival that only needs longer makes the race undetected; it never breaks a
     * clause.
     */
    private static final Duration HEAD_START = Duration.ofMillis(300);

    private final Storage sound;
    private final String moment;
    private final Callable<?> rival;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Outcome<?>> outcome = Optional.empty();
    private volatile boolean first;

    /**
     * @param moment the method of the repositories of users and tokens before which the rival runs, or {@link #BEGIN}
     */
    RacingStorage(Storage sound, String moment, Callable<?> rival) {
        super(sound);
        this.sound = sound;
        this.moment = moment;
        this.rival = rival;
    }

    /** Returns whether the rival finished before the transaction did. */
    boolean rivalWasFirst() {
        return first;
    }

    /** Returns the rival's outcome when it has ended. */
    Outcome<?> rivalOutcome() throws InterruptedException {
        if (!started.get() || !ended.await(Rendezvous.TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the rival did not start or end; moment: " + moment);
        }
        return outcome.orElseThrow();
    }

    @Override
    public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
        reached(BEGIN);
        return sound.inTransaction(unit -> work.execute(racing(unit)));
    }

    private UnitOfWork racing(UnitOfWork unit) {
        return new ForwardingUnit(unit) {
            @Override
            public UserRepository users() {
                return racing(UserRepository.class, unit.users());
            }

            @Override
            public OneTimeTokenRepository oneTimeTokens() {
                return racing(OneTimeTokenRepository.class, unit.oneTimeTokens());
            }
        };
    }

    private <R> R racing(Class<R> type, R repository) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, given) -> {
            reached(called.getName());
            try {
                return called.invoke(repository, given);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }));
    }

    private void reached(String now) {
        if (!now.equals(moment) || !started.compareAndSet(false, true)) {
            return;
        }
        Thread thread = new Thread(this::runRival, "rival");
        thread.setDaemon(true);
        thread.start();
        try {
            first = ended.await(HEAD_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void runRival() {
        try {
            outcome = Optional.of(new Outcome<>(rival.call(), null));
        } catch (Exception | Error failed) {
            outcome = Optional.of(new Outcome<>(null, failed));
        } finally {
            ended.countDown();
        }
    }
}
