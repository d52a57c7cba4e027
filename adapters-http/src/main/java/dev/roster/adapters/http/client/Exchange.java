package dev.roster.adapters.http.client;

import dev.roster.application.port.DirectoryUnavailableException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends a request and waits for the whole answer, no longer than the timeout. */
record Exchange(HttpClient client, Duration timeout) {

    /** The largest answer, in bytes; several times the largest page. */
    static final int MAX_SIZE = 8 << 20;

    /**
     * @throws DirectoryUnavailableException if there is no whole answer in time
     */
    Answer send(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(request, head -> new BoundedBody(MAX_SIZE));
        try {
            // The client's own timeout ends with the headers; this one counts the body in.
            return Answer.of(response.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            response.cancel(true);
            throw new DirectoryUnavailableException(place(request) + " did not answer in " + timeout, late);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new DirectoryUnavailableException(place(request) + " did not answer: " + cause, cause);
        } catch (InterruptedException interrupted) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new DirectoryUnavailableException("interrupted while waiting for " + place(request), interrupted);
        }
    }

    private static String place(HttpRequest request) {
        return request.method() + " " + request.uri().getRawAuthority()
                + request.uri().getPath();
    }
}
