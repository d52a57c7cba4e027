package dev.roster.testkit.cli;

import dev.roster.testkit.contract.client.ClientResult;
import dev.roster.testkit.contract.client.ClientTask;
import dev.roster.testkit.contract.client.ClientUnderTest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Client in another process, with a driver that takes tasks and reports results through {@link ClientTaskRoutes}. One
 * task is open at a time. A driver that reports no result in time is lost: it gets no further tasks. Safe for use by
 * multiple threads.
 */
final class ClientTasks implements ClientUnderTest {

    /** How long a request for a task waits: less than the default timeouts of HTTP libraries. */
    private static final Duration POLL = Duration.ofSeconds(2);

    /** How long the program waits at its end for a last request of the driver. */
    private static final Duration END = Duration.ofSeconds(5);

    private final Duration resultLimit;
    private final Duration poll;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);
    private @Nullable OpenTask open;
    private String lost = "";
    private boolean ended;
    private int tasks;
    private int requests;

    /**
     * Creates a client without tasks.
     *
     * @param resultLimit how long the driver may take to fetch a task and to report its result
     */
    ClientTasks(Duration resultLimit) {
        this(resultLimit, POLL);
    }

    ClientTasks(Duration resultLimit, Duration poll) {
        this.resultLimit = resultLimit;
        this.poll = poll;
    }

    /** A task without a result. */
    static final class OpenTask {

        private final int number;
        private final ClientTask task;
        private final CompletableFuture<ClientResult> result = new CompletableFuture<>();
        private boolean fetched;
        private String refusal = "";

        private OpenTask(int number, ClientTask task) {
            this.number = number;
            this.task = task;
        }

        int number() {
            return number;
        }

        ClientTask task() {
            return task;
        }

        private String explained(String problem) {
            return refusal.isEmpty() ? problem : problem + " Its last result was refused: " + refusal;
        }

        @Override
        public String toString() {
            return "task " + number + " (" + task.operation() + ")";
        }
    }

    /** Waits until the driver asks for its first task. */
    boolean awaitClient(Duration limit) throws InterruptedException {
        return connected.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns why no further clauses can run; empty while the driver reports results. */
    synchronized Optional<String> lost() {
        return Optional.of(lost).filter(reason -> !reason.isEmpty());
    }

    /** Tells the driver that no task is left, and waits a moment until it has asked. */
    void end() throws InterruptedException {
        if (lost().isEmpty()) {
            setEnded();
            told.await(END.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void setEnded() {
        ended = true;
        notifyAll();
    }

    @Override
    public ClientResult perform(ClientTask task) throws InterruptedException {
        OpenTask next = offer(task);
        try {
            return next.result.get(resultLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException none) {
            throw new AssertionError(lose(next), none);
        } catch (ExecutionException unreported) {
            throw unreported.getCause() instanceof AssertionError problem ? problem : new AssertionError(unreported);
        } finally {
            close(next);
        }
    }

    private synchronized OpenTask offer(ClientTask task) {
        lost().ifPresent(reason -> {
            throw new AssertionError(reason);
        });
        OpenTask next = new OpenTask(++tasks, task);
        open = next;
        notifyAll();
        return next;
    }

    private synchronized String lose(OpenTask unreported) {
        lost = unreported.explained("no result for " + unreported + " within " + resultLimit.toSeconds() + " s: "
                + (unreported.fetched ? "is the driver still running?" : "the driver did not ask for the task."));
        setEnded();
        return lost;
    }

    private synchronized void close(OpenTask done) {
        if (open == done) {
            open = null;
        }
    }

    /**
     * Gives the open task to the driver; waits for one if there is none. A request that comes later ends this one,
     * because the driver has given it up.
     *
     * @return the task; empty if there is none yet, or none is left
     */
    synchronized Optional<OpenTask> fetch() throws InterruptedException {
        connected.countDown();
        int request = ++requests;
        if (open != null && open.fetched) {
            open.result.completeExceptionally(
                    new AssertionError(open.explained("the driver asked for another task without a result for " + open
                            + ": did it crash in between, or ignore that the result was refused?")));
            open = null;
        }
        notifyAll();
        long deadline = System.nanoTime() + poll.toNanos();
        long left = poll.toMillis();
        while (open == null && !ended && request == requests && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        if (open == null || ended || request != requests) {
            return Optional.empty();
        }
        open.fetched = true;
        return Optional.of(open);
    }

    /** Returns whether no task is left. */
    synchronized boolean isEnded() {
        return ended;
    }

    /** Says that the driver knows that no task is left. */
    void acknowledgeEnd() {
        told.countDown();
    }

    /** Returns the task whose result the driver may report. */
    synchronized Optional<OpenTask> fetched() {
        return Optional.ofNullable(open).filter(task -> task.fetched);
    }

    /** Records why the result of a task was refused. The task remains open for a corrected result. */
    synchronized void refuse(OpenTask task, String reason) {
        task.refusal = reason;
    }

    /** Closes a task with its result. */
    synchronized void report(OpenTask task, ClientResult result) {
        close(task);
        task.result.complete(result);
    }
}
