package dev.roster.adapters.jdbc;

import static dev.roster.adapters.jdbc.ConnectionPermits.Decision.EXHAUSTED;
import static dev.roster.adapters.jdbc.ConnectionPermits.Decision.GRANTED;
import static dev.roster.adapters.jdbc.ConnectionPermits.Decision.LIMITED;
import static dev.roster.adapters.jdbc.ConnectionPermits.Decision.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ConnectionPermitsTest {

    private static final long AT_ONCE = 0;

    private final CallKind users = new CallKind("reads of users", false);
    private final CallKind posts = new CallKind("reads of posts", false);
    private final CallKind comments = new CallKind("reads of comments", false);
    private final CallKind writes = new CallKind("transactions", true);

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 4", "5, 4", "8, 7", "10, 8", "20, 16"})
    void writesLeaveConnectionsToReads(int size, int limit) throws Exception {
        ConnectionPermits permits = new ConnectionPermits(size);

        assertThat(grants(permits, writes, size + 1)).isEqualTo(limit);

        assertThat(grants(permits, posts, size + 1)).isEqualTo(size - limit);
        assertThat(permits.acquire(posts, AT_ONCE)).isEqualTo(EXHAUSTED);
    }

    @Test
    void oneKindOfReadMayUseAllConnections() throws Exception {
        ConnectionPermits permits = new ConnectionPermits(10);

        assertThat(grants(permits, posts, 11)).isEqualTo(10);
    }

    @Test
    void limitsKindsThatTimeOutUntilTheySucceed() throws Exception {
        ConnectionPermits permits = new ConnectionPermits(10);
        timeOut(permits, users);
        assertThat(grants(permits, users, 10)).isEqualTo(2);
        timeOut(permits, comments);
        timeOut(permits, writes);
        assertThat(grants(permits, comments, 10)).isEqualTo(2);
        assertThat(grants(permits, writes, 10)).as("five for all blocked kinds").isEqualTo(1);
        assertThat(permits.acquire(users, AT_ONCE)).isEqualTo(LIMITED);
        assertThat(grants(permits, posts, 10)).as("others use the rest").isEqualTo(5);

        permits.releaseAfterSuccess(users);

        assertThat(permits.acquire(users, AT_ONCE)).isEqualTo(GRANTED);
    }

    @Test
    void failureOfAnotherKindChangesNoLimit() throws Exception {
        ConnectionPermits permits = new ConnectionPermits(10);
        timeOut(permits, users);
        permits.acquire(users, AT_ONCE);

        permits.release(users);

        assertThat(grants(permits, users, 10)).isEqualTo(2);
    }

    @Test
    void rejectsCallsBeyondThoseThatMayWaitForBlockedKind() throws Exception {
        ConnectionPermits permits = new ConnectionPermits(2);
        timeOut(permits, users);
        permits.acquire(users, AT_ONCE);
        List<CompletableFuture<ConnectionPermits.Decision>> waiting = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> acquire(permits, users), task -> new Thread(task).start()));
            while (permits.waiting(users) < i) {
                Thread.onSpinWait();
            }
        }

        assertThat(permits.acquire(users, 60_000)).isEqualTo(REJECTED);
        assertThat(permits.acquire(posts, AT_ONCE)).isEqualTo(GRANTED);

        permits.release(posts);
        permits.releaseAfterSuccess(users);
        for (CompletableFuture<ConnectionPermits.Decision> call : waiting) {
            assertThat(call.join()).isEqualTo(GRANTED);
        }
    }

    /** Tries to acquire permits and returns how many were granted. */
    private static int grants(ConnectionPermits permits, CallKind kind, int tries) throws InterruptedException {
        int granted = 0;
        for (int i = 0; i < tries; i++) {
            granted += permits.acquire(kind, AT_ONCE) == GRANTED ? 1 : 0;
        }
        return granted;
    }

    private static void timeOut(ConnectionPermits permits, CallKind kind) throws InterruptedException {
        assertThat(permits.acquire(kind, AT_ONCE)).isEqualTo(GRANTED);
        permits.releaseAfterTimeout(kind);
    }

    private static ConnectionPermits.Decision acquire(ConnectionPermits permits, CallKind kind) {
        try {
            return permits.acquire(kind, 60_000);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
