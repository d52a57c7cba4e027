package dev.roster.bootstrap.cluster;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task on its own thread that pauses at given points until {@link #resume}. The resuming thread waits for the next
 * pause, so only one thread runs at any time, and each sees the effects of those before it.
 */
final class PausableTask {

    private static final int TIMEOUT_SECONDS = 60;
    private static final ThreadLocal<@Nullable PausableTask> CURRENT = new ThreadLocal<>();
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private final String name;
    private final boolean canCrash;
    private final Consumer<String> log;
    private final Semaphore resume = new Semaphore(0);
    private final Semaphore paused = new Semaphore(0);
    private @Nullable PausableTask blockedBy;
    private @Nullable Throwable failure;
    private boolean crashing;
    private boolean finished;

    /**
     * Creates a task without starting it.
     *
     * @param log receives a line for each pause
     */
    PausableTask(String name, boolean mayCrash, Runnable deed, Consumer<String> log) {
        this.name = name;
        this.canCrash = mayCrash;
        this.log = log;
        THREADS.execute(() -> execute(deed));
    }

    /** Thrown in a task whose node crashes. */
    private static final class CrashError extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** Returns the task of the current thread; empty on other threads. */
    static Optional<PausableTask> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Pauses the current task, so that other tasks may run. Does nothing on other threads. */
    static void pause(String before) {
        current().ifPresent(actor -> actor.pauseAndAwaitResume(before));
    }

    /** Prevents this task from resuming after its next pause until the other task has finished. */
    void blockOn(PausableTask other) {
        blockedBy = other;
    }

    boolean canCrash() {
        return canCrash;
    }

    boolean hasFinished() {
        return finished;
    }

    boolean canResume() {
        return !finished && (blockedBy == null || blockedBy.finished);
    }

    /** Runs the task to its next pause or its end. */
    void resume() {
        resume.release();
        if (!acquire(paused)) {
            throw new AssertionError(name + " neither pauses nor ends");
        }
        if (failure != null) {
            throw new AssertionError(name + ": " + failure.getMessage(), failure);
        }
    }

    /** Ends the task at its current pause. */
    void crash() {
        crashing = true;
        log.accept(name + " crashes");
        resume();
    }

    private void execute(Runnable deed) {
        try {
            CURRENT.set(this);
            if (acquire(resume) && !crashing) {
                deed.run();
                log.accept(name + " ends");
            }
        } catch (CrashError wanted) {
            // The crash ends the task.
        } catch (RuntimeException | Error failed) {
            failure = failed;
        } finally {
            CURRENT.remove();
            finished = true;
            paused.release();
        }
    }

    private void pauseAndAwaitResume(String before) {
        log.accept(name + " before " + before);
        paused.release();
        if (!acquire(resume) || crashing) {
            throw new CrashError();
        }
    }

    private static boolean acquire(Semaphore semaphore) {
        try {
            return semaphore.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
