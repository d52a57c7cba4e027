package dev.roster.bootstrap.fault;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
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
 * Clients that read users over kept connections and change their own now and then, as fast as they are answered. A user's
 * name is the number of its update, so each answer tells how old it is.
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

    /** Registers that many users, and sets a client to work for each. */
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

    /** A user, who is changed by one client alone. */
    static final class Account {

        private final String id;
        private final String token;
        private final byte[] readRequest;
        private final List<Long> acknowledged = Collections.synchronizedList(new ArrayList<>());
        private volatile int sent;

        Account(HttpResponse<String> session) {
            this.id = TestApiClient.id(session);
            this.token = TestApiClient.token(session);
            this.readRequest = KeepAliveConnection.request("GET /users/" + id, "", "");
            acknowledged.add(System.nanoTime());
        }

        String id() {
            return id;
        }

        /** The last that was. */
        int acknowledged() {
            return acknowledged.size() - 1;
        }

        private byte[] nextUpdate() {
            int next = acknowledged() + 1;
            sent = next;
            String headers = "Authorization: Bearer " + token + "\r\nContent-Type: application/json\r\n";
            return KeepAliveConnection.request("PATCH /users/me", headers, "{\"name\":\"" + next + "\"}");
        }
    }

    List<Account> accounts() {
        return accounts;
    }

    /** Answers that are none of those wanted, and failures, in the order in which they were seen. */
    List<String> violations() {
        return violations;
    }

    /** What is answered from now on. */
    Latencies nextPhase() {
        Latencies next = new Latencies();
        phase = next;
        return next;
    }

    /** No update is under way once this returns, until they are released; the clients read all the same. */
    void pauseUpdates() {
        updatesPaused = true;
        RosterProcess.await("the end of updates", () -> runningUpdates.get() == 0);
    }

    /** From now on an answer older than the last update is wrong. */
    void requireLatest() {
        latestRequired = true;
    }

    /** From now on an answer may be behind. */
    void resumeUpdates() {
        latestRequired = false;
        updatesPaused = false;
    }

    /** The number of the update that a user in JSON is of; -1 if it is no user. */
    static int update(String json) {
        Matcher name = NAME.matcher(json);
        return name.find() ? Integer.parseInt(name.group(1)) : -1;
    }

    private void callUntilStopped(int own) {
        try (KeepAliveConnection connection = new KeepAliveConnection(server)) {
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

    private void update(KeepAliveConnection connection, Account account) throws IOException {
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

    private void read(KeepAliveConnection connection, Account account) throws IOException {
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

    private String exchangeTimed(KeepAliveConnection connection, byte[] request) throws IOException {
        Latencies current = phase;
        long began = System.nanoTime();
        String answer = connection.exchange(request);
        current.add(System.nanoTime() - began);
        if (!answer.startsWith("HTTP/1.1 200")) {
            violations.add(answer);
        }
        return answer;
    }

    @Override
    public void close() {
        stopped = true;
        clients.shutdown();
        RosterProcess.await("the end of all clients", clients::isTerminated);
    }
}
