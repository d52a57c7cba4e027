package dev.roster.bootstrap.fault;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clients that read users over persistent connections as fast as possible, and sometimes update their own user. The
 * name of a user is the number of its update, so each response shows its age.
 */
final class UserTraffic implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("\"name\":\"([0-9]+)\"");
    private static final int READS_PER_UPDATE = 25;

    private final URI server;
    private final List<Account> accounts = new ArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final AtomicInteger runningUpdates = new AtomicInteger();
    private final ExecutorService clients;
    private volatile Latencies phase = new Latencies();
    private volatile boolean updatesPaused;
    private volatile boolean latestRequired;
    private volatile boolean stopped;

    private UserTraffic(URI server, int size) {
        this.server = server;
        this.clients = Executors.newFixedThreadPool(size);
    }

    /** Registers the given number of users and starts a client for each. */
    static UserTraffic start(URI server, int size) throws Exception {
        UserTraffic traffic = new UserTraffic(server, size);
        TestApiClient api = new TestApiClient(server);
        for (int i = 0; i < size; i++) {
            traffic.accounts.add(new Account(api.register("user-" + i + "@example.com", "0")));
        }
        for (int i = 0; i < size; i++) {
            int own = i;
            traffic.clients.execute(() -> traffic.callUntilStopped(own));
        }
        return traffic;
    }

    /** A user that only one client changes. */
    static final class Account {

        private final String id;
        private final String token;
        private final String readRequest;
        private final List<Long> acknowledged = Collections.synchronizedList(new ArrayList<>());
        private volatile int sent;

        Account(HttpResponse<String> session) {
            this.id = TestApiClient.id(session);
            this.token = TestApiClient.token(session);
            this.readRequest = request("GET /users/" + id, "", "");
            acknowledged.add(System.nanoTime());
        }

        String id() {
            return id;
        }

        /** Returns the number of the last acknowledged update. */
        int acknowledged() {
            return acknowledged.size() - 1;
        }

        private String nextUpdate() {
            int next = acknowledged() + 1;
            sent = next;
            String headers = "Authorization: Bearer " + token + "\r\nContent-Type: application/json\r\n";
            return request("PATCH /users/me", headers, "{\"name\":\"" + next + "\"}");
        }

        private static String request(String methodAndTarget, String headers, String body) {
            return methodAndTarget + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: " + body.length()
                    + "\r\n\r\n" + body;
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

    private void callUntilStopped(int own) {
        try (RawHttpConnection connection = RawHttpConnection.open(server.getHost(), server.getPort())) {
            for (int n = own; !stopped; n++) {
                if (n % READS_PER_UPDATE == 0) {
                    update(connection, accounts.get(own));
                }
                read(connection, accounts.get(n % accounts.size()));
            }
        } catch (IOException | RuntimeException failed) {
            violations.add(failed.toString());
        }
    }

    private void update(RawHttpConnection connection, Account account) throws IOException {
        runningUpdates.incrementAndGet();
        try {
            if (!updatesPaused) {
                exchangeTimed(connection, account.nextUpdate());
                account.acknowledged.add(System.nanoTime());
            }
        } finally {
            runningUpdates.decrementAndGet();
        }
    }

    private void read(RawHttpConnection connection, Account account) throws IOException {
        boolean latestExpected = latestRequired;
        int least = account.acknowledged();
        long began = System.nanoTime();
        int seen = update(exchangeTimed(connection, account.readRequest));
        if (seen < 0 || seen > account.sent || (latestExpected && seen < least)) {
            violations.add("user " + account.id + ": " + seen + " after " + least + " was acknowledged");
        } else if (seen < least) {
            phase.addStale(began - account.acknowledged.get(seen + 1));
        }
    }

    private String exchangeTimed(RawHttpConnection connection, String request) throws IOException {
        Latencies current = phase;
        long began = System.nanoTime();
        RawHttpResponse response = connection.exchange(request);
        current.add(System.nanoTime() - began);
        if (response.status() != 200) {
            violations.add(response.status() + "\n" + response.text());
        }
        return response.text();
    }

    @Override
    public void close() {
        stopped = true;
        clients.shutdown();
        RosterProcess.await("the end of all clients", clients::isTerminated);
    }
}
