package dev.roster.bootstrap.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Counts the system calls of a server with {@code strace}. */
final class SystemCalls {

    private static final int SECONDS = 3;

    private SystemCalls() {}

    /** Measures a route under {@code strace}, which slows down the server, and counts system calls. */
    static double perRequest(Route route, String script, ServerProcess server)
            throws IOException, InterruptedException {
        Path counts = Files.createTempFile("strace", ".txt");
        try {
            Process strace = new ProcessBuilder(
                            "strace", "-f", "-c", "-qq", "-o", counts.toString(), "-p", Long.toString(server.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // strace does not report when it has attached to all threads.
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            Wrk.Result result = Wrk.run(server.uri(), route.connections, SECONDS, script);
            new ProcessBuilder("kill", "-INT", Long.toString(strace.pid()))
                    .start()
                    .waitFor();
            strace.waitFor();
            String total = Files.readAllLines(counts).stream()
                    .filter(line -> line.endsWith(" total"))
                    .findFirst()
                    .orElseThrow();
            return Double.parseDouble(
                            new Scanner(total).tokens().skip(3).findFirst().orElseThrow())
                    / result.requests();
        } finally {
            Files.delete(counts);
        }
    }
}
