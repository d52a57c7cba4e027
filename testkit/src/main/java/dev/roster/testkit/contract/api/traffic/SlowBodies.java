package dev.roster.testkit.contract.api.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Requests that announce a body and send its first byte only. Closing ends them. */
public final class SlowBodies implements AutoCloseable {

    private static final int ANNOUNCED_BYTES = 100;

    private final List<CompletableFuture<?>> responses = new ArrayList<>();
    private final List<Flow.Subscriber<? super ByteBuffer>> bodies = new ArrayList<>();
    private final CountDownLatch sent;

    private SlowBodies(int number) {
        sent = new CountDownLatch(number);
    }

    /**
     * Sends requests.
     *
     * @param target the URL to which a JSON document is posted
     * @param number how many requests
     */
    public static SlowBodies send(URI target, int number) {
        SlowBodies slow = new SlowBodies(number);
        // A client of its own, so that the connections of other requests are not affected.
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < number; i++) {
            HttpRequest request = HttpRequest.newBuilder(target)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.fromPublisher(slow::publish, ANNOUNCED_BYTES))
                    .build();
            slow.responses.add(client.sendAsync(request, BodyHandlers.discarding())
                    .whenComplete((response, failure) -> slow.sent.countDown()));
        }
        return slow;
    }

    /** Publishes the first byte when the connection is ready for it. */
    private void publish(Flow.Subscriber<? super ByteBuffer> body) {
        synchronized (bodies) {
            bodies.add(body);
        }
        AtomicBoolean published = new AtomicBoolean();
        body.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long number) {
                if (published.compareAndSet(false, true)) {
                    body.onNext(ByteBuffer.wrap(new byte[] {'{'}));
                } else {
                    // The client asks for the second byte when it has sent the first one.
                    sent.countDown();
                }
            }

            @Override
            public void cancel() {
                // Nothing to release.
            }
        });
    }

    /** Waits until every first byte is sent, or its request has been rejected. */
    public void awaitSent() throws InterruptedException {
        assertThat(sent.await(1, TimeUnit.MINUTES))
                .as("all first bytes were sent")
                .isTrue();
    }

    @Override
    public void close() {
        synchronized (bodies) {
            bodies.forEach(body -> body.onError(new IllegalStateException("the clause has ended")));
        }
        responses.forEach(response -> response.cancel(true));
    }
}
