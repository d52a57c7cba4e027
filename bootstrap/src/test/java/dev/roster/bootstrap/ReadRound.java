package dev.roster.bootstrap;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * How fast users were answered by several connections that each ask as soon as they are answered.
 *
 * @param perSecond answers of all connections together
 * @param p99Millis how long 99 of 100 took at most
 * @param answers how many there were
 */
record ReadRound(double perSecond, double p99Millis, int answers) {

    /** Who asks: threads, one for each connection. */
    record Clients(ExecutorService threads, int connections) {}

    /**
     * Plays one round.
     *
     * @param requests in turn, shared between the connections
     * @param again whether to begin anew when each was sent, or to end
     */
    static ReadRound of(Clients clients, URI server, List<byte[]> requests, boolean again, Duration time)
            throws Exception {
        long began = System.nanoTime();
        long end = began + time.toNanos();
        List<Callable<long[]>> tasks = new ArrayList<>();
        for (int i = 0; i < clients.connections(); i++) {
            List<byte[]> own = new ArrayList<>();
            for (int n = i; n < requests.size(); n += clients.connections()) {
                own.add(requests.get(n));
            }
            tasks.add(() -> ask(server, own, again, end));
        }
        List<long[]> all = new ArrayList<>();
        for (Future<long[]> each : clients.threads().invokeAll(tasks)) {
            all.add(each.get());
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long[] taken = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        double p99 = taken[(int) Math.ceil(taken.length * 0.99) - 1] / 1e6;
        return new ReadRound(taken.length / seconds, p99, taken.length);
    }

    private static long[] ask(URI server, List<byte[]> requests, boolean again, long end) throws IOException {
        long[] taken = new long[1 << 18];
        int n = 0;
        try (KeptConnection connection = new KeptConnection(server)) {
            for (long now = System.nanoTime(); now < end && (again || n < requests.size()); n++) {
                String answer = connection.exchange(requests.get(n % requests.size()));
                if (!answer.startsWith("HTTP/1.1 200")) {
                    throw new IllegalStateException(answer);
                }
                long then = System.nanoTime();
                taken[n] = then - now;
                now = then;
            }
        }
        return Arrays.copyOf(taken, n);
    }
}
