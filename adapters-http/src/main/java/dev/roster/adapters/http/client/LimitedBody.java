package dev.roster.adapters.http.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Collects the body of a response and aborts the response if it exceeds the maximum size. */
final class LimitedBody implements BodySubscriber<byte[]> {

    private final int maxSize;
    private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
    private @Nullable Subscription subscription;
    private long size;

    LimitedBody(int maxSize) {
        this.maxSize = maxSize;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body.getBody();
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        body.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        size += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (size <= maxSize) {
            body.onNext(buffers);
        } else if (subscription != null) {
            subscription.cancel();
            body.onError(new TooLargeException(maxSize));
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.onError(failure);
    }

    @Override
    public void onComplete() {
        body.onComplete();
    }

    /** Thrown when a response exceeds the maximum size. It is not retried, because the next one would be as large. */
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        private TooLargeException(int maxSize) {
            super("the response is larger than " + maxSize + " bytes");
        }
    }
}
