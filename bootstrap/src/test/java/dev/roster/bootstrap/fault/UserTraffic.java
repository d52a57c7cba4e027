package dev.roster.bootstrap.fault;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that read users over persistent connections as fast as possible, and sometimes update their own user. The
 * name of a user is the number of its update, so each response shows its age.
 */
final class UserTraffic implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("\"name\":\"([0-9]+)\"");
    private static final int READS_PER_UPDATE = 25;

    private final TestApiClient api;
    private final List<Account> accounts = new ArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger runningUpdates = new AtomicInteger();
    private final Clients clients = new Clients();
    private volatile Latencies phase = new Latencies();
    private volatile boolean updatesPaused;
    private volatile boolean latestRequired;

    /** Registers the given number of users and starts a client for each. */
    UserTraffic(TestApiClient api, int size) {
        this.api = api;
        for (int i = 0; i < size; i++) {
            accounts.add(new Account(api.register("user-" + i + "@example.com", "0")));
        }
        for (Account own : accounts) {
            clients.start(1, () -> call(own));
        }
    }

    /** A user that only one client changes. */
    static final class Account {

        private final String id;
        private final String token;
        private final List<Long> acknowledged = Collections.synchronizedList(new ArrayList<>());
        private volatile int sent;

        Account(HttpResponse<String> session) {
            this.id = TestApiClient.id(session);
            this.token = TestApiClient.token(session);
            acknowledged.add(System.nanoTime());
        }

        String id() {
            return id;
        }

        /** Returns the number of the last acknowledged update. */
        int acknowledged() {
            return acknowledged.size() - 1;
        }
    }

    List<Account> accounts() {
        return accounts;
    }

    /** Returns unexpected responses and failures, in order of occurrence. */
    List<String> violations() {
        return violations;
    }

    /** Starts a new phase and returns its latencies. */
    Latencies nextPhase() {
        Latencies next = new Latencies();
        phase = next;
        return next;
    }

    /** Pauses updates and waits for running ones. Reads continue. */
    void pauseUpdates() {
        updatesPaused = true;
        RosterProcess.await("the end of updates", () -> runningUpdates.get() == 0);
    }

    /** Requires that reads see the last update. */
    void requireLatest() {
        latestRequired = true;
    }

    /** Resumes updates and allows stale reads. */
    void resumeUpdates() {
        latestRequired = false;
        updatesPaused = false;
    }

    /** Returns the number of the update in the JSON of a user; -1 if it is not a user. */
    static int update(String json) {
        Matcher name = NAME.matcher(json);
        return name.find() ? Integer.parseInt(name.group(1)) : -1;
    }

    private boolean call(Account own) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try {
            if (random.nextInt(READS_PER_UPDATE) == 0) {
                update(own);
            }
            read(accounts.get(random.nextInt(accounts.size())));
            return true;
        } catch (RuntimeException failed) {
            violations.add(failed.toString());
            return false;
        }
    }

    private void update(Account account) {
        runningUpdates.incrementAndGet();
        try {
            if (!updatesPaused) {
                int next = account.acknowledged() + 1;
                account.sent = next;
                timed(() -> api.patch("/users/me", "{\"name\":\"" + next + "\"}", account.token));
                account.acknowledged.add(System.nanoTime());
            }
        } finally {
            runningUpdates.decrementAndGet();
        }
    }

    private void read(Account account) {
        boolean latestExpected = latestRequired;
        int least = account.acknowledged();
        long began = System.nanoTime();
        int seen = update(timed(() -> api.get("/users/" + account.id)).body());
        if (seen < 0 || seen > account.sent || (latestExpected && seen < least)) {
            violations.add("user " + account.id + ": " + seen + " after " + least + " was acknowledged");
        } else if (seen < least) {
            phase.addStale(began - account.acknowledged.get(seen + 1));
        }
    }

    private HttpResponse<String> timed(Supplier<HttpResponse<String>> call) {
        Latencies current = phase;
        long began = System.nanoTime();
        HttpResponse<String> response = call.get();
        current.add(System.nanoTime() - began);
        if (response.statusCode() != 200) {
            violations.add(response + " " + response.body());
        }
        return response;
    }

    @Override
    public void close() {
        clients.close();
    }
}
