package dev.roster.adapters.http.client;

import dev.roster.application.port.directory.DirectoryUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP client with one timeout for all attempts of a request, including the whole response. It retries only where that
 * is safe: after a failed connection attempt, because nothing was sent, and requests that only read.
 */
record RetryingHttpClient(HttpClient client, Duration timeout) {

    /** Maximum size of a response in bytes: several times the largest page. */
    static final int MAX_RESPONSE_SIZE = 8 << 20;

    static final int MAX_ATTEMPTS = 3;

    private static final Duration MIN_PAUSE = Duration.ofMillis(20);
    private static final Duration MAX_PAUSE = Duration.ofMillis(120);

    /**
     * Sends a request and waits for the whole response.
     *
     * @throws DirectoryUnavailableException if the whole response does not arrive within the timeout
     */
    ApiResponse send(HttpRequest request) {
        long start = System.nanoTime();
        try {
            for (int attempt = 1; ; attempt++) {
                boolean last = attempt == MAX_ATTEMPTS;
                try {
                    ApiResponse answer = attempt(request, timeout.minusNanos(System.nanoTime() - start));
                    Optional<Duration> wish = last ? Optional.empty() : retryDelay(request, answer);
                    if (wish.isEmpty() || !pause(wish.get(), start)) {
                        return answer;
                    }
                } catch (ExecutionException failed) {
                    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
                    if (last || !isSafeToRetry(request, cause) || !pause(Duration.ZERO, start)) {
                        throw new DirectoryUnavailableException(describe(request) + " failed: " + cause, cause);
                    }
                }
            }
        } catch (TimeoutException late) {
            throw new DirectoryUnavailableException(describe(request) + " did not respond within " + timeout, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DirectoryUnavailableException("interrupted while waiting for " + describe(request), interrupted);
        }
    }

    private ApiResponse attempt(HttpRequest request, Duration left)
            throws ExecutionException, TimeoutException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, head -> new LimitedBody(MAX_RESPONSE_SIZE));
        try {
            // The timeout of HttpClient covers the headers only. This one covers the body too.
            return ApiResponse.of(response.get(left.toNanos(), TimeUnit.NANOSECONDS));
        } finally {
            response.cancel(true);
        }
    }

    /** Returns the delay before another attempt, or empty if the request must not be retried. */
    private static Optional<Duration> retryDelay(HttpRequest request, ApiResponse answer) {
        if (answer.status() != 503 || !(isReadOnly(request) || answer.changedNothing())) {
            return Optional.empty();
        }
        return answer.hasRetryAfter() ? answer.retryAfter() : Optional.of(Duration.ZERO);
    }

    private static boolean isSafeToRetry(HttpRequest request, Throwable failure) {
        if (failure instanceof ConnectException) {
            return true;
        }
        boolean sameAgain = failure instanceof LimitedBody.TooLargeException || failure instanceof ProtocolException;
        return isReadOnly(request) && failure instanceof IOException && !sameAgain;
    }

    private static boolean isReadOnly(HttpRequest request) {
        return request.method().equals("GET");
    }

    /** Sleeps for the delay plus a random jitter. Returns false at once if the timeout would expire first. */
    private boolean pause(Duration wish, long start) throws InterruptedException {
        long jitter = ThreadLocalRandom.current().nextLong(MIN_PAUSE.toMillis(), MAX_PAUSE.toMillis());
        Duration pause = wish.plusMillis(jitter);
        if (timeout.minusNanos(System.nanoTime() - start).compareTo(pause) <= 0) {
            return false;
        }
        Thread.sleep(pause.toMillis());
        return true;
    }

    private static String describe(HttpRequest request) {
        return request.method() + " " + request.uri().getRawAuthority()
                + request.uri().getPath();
    }
}
