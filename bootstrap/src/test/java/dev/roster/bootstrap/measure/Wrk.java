package dev.roster.bootstrap.measure;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The load generator {@code wrk}, a process with two threads. */
final class Wrk {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern REQUESTS = Pattern.compile("([0-9]+) requests in");
    private static final Pattern P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)");

    private Wrk() {}

    /** The result of one run. */
    record Result(double perSecond, double p99Millis, long requests) {}

    /**
     * Sends requests as fast as the server responds.
     *
     * @throws IllegalStateException if a response was an error, or there was none
     */
    static Result run(URI server, int connections, int seconds, String script) throws IOException {
        Path file = Files.createTempFile("route", ".lua");
        try {
            Files.writeString(file, script);
            Process wrk = new ProcessBuilder(
                            "wrk",
                            "-t2",
                            "-c" + connections,
                            "-d" + seconds + "s",
                            "--timeout=10s",
                            "--latency",
                            "-s" + file,
                            server.toString())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (printed.contains("Non-2xx") || printed.contains("Socket errors")) {
                throw new IllegalStateException(printed);
            }
            return new Result(number(RATE, printed), millis(printed), (long) number(REQUESTS, printed));
        } finally {
            Files.delete(file);
        }
    }

    private static double number(Pattern pattern, String printed) {
        return Double.parseDouble(find(pattern, printed).group(1));
    }

    private static double millis(String printed) {
        double value = number(P99, printed);
        return switch (find(P99, printed).group(2)) {
            case "us" -> value / 1_000;
            case "s" -> value * 1_000;
            default -> value;
        };
    }

    private static MatchResult find(Pattern pattern, String printed) {
        return pattern.matcher(printed).results().findFirst().orElseThrow(() -> new IllegalStateException(printed));
    }
}
