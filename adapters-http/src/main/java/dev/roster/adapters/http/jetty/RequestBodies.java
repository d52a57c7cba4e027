package dev.roster.adapters.http.jetty;

import dev.roster.adapters.http.request.ClientAddresses;
import dev.roster.adapters.http.request.ReceivedBody;
import dev.roster.adapters.http.request.RequestBody;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Receives the body of each request before the request runs, so that a client that sends its body slowly holds neither
 * a thread nor a place among the running requests. Stores the body as {@link ReceivedBody}.
 *
 * <p>Bodies that do not arrive at once are limited by {@link BodyDeadline} and, for each client, in number: a further
 * one displaces the one of which the fewest bytes have arrived. All bodies together are limited to a share of the heap,
 * those of one client to a quarter of it.
 */
public final class RequestBodies extends Handler.Wrapper {

    private static final int MAX_BUFFER = 8_192;

    /** Bytes discarded beyond the maximum size: a client cut off while sending may never see the response. */
    private static final int MAX_DISCARDED = 8 << 20;

    /** Part of the heap for the bodies of all open requests. */
    private static final int HEAP_SHARE = 8;

    /** When to check again a body that was just being read at its deadline. */
    private static final Duration RECHECK = Duration.ofMillis(100);

    private final ClientAddresses clients;
    private final BodyDeadline deadline;
    private final IncompleteBodies incomplete;
    private final BodyMemory memory;

    /** Creates a handler with default limits for time and memory. */
    public RequestBodies(ClientAddresses clients, ClientLimits limits) {
        this(clients, limits, BodyDeadline.DEFAULT, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    RequestBodies(ClientAddresses clients, ClientLimits limits, BodyDeadline deadline, long maxBytes) {
        this.clients = clients;
        this.deadline = deadline;
        this.incomplete = new IncompleteBodies(limits.incompleteRequests());
        this.memory = new BodyMemory(maxBytes, !limits.equals(ClientLimits.OFF));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getLength();
        if (length == 0 || (length < 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING))) {
            return super.handle(request, response, callback);
        }
        // A client with "Expect: 100-continue" has not sent the body yet, so a large body is rejected at once.
        boolean asksFirst = request.getHeaders().contains(HttpHeader.EXPECT);
        if (length > (asksFirst ? RequestBody.MAX_SIZE : RequestBody.MAX_SIZE + MAX_DISCARDED)) {
            ReceivedBody.failed(413).storeIn(request);
            return super.handle(request, response, callback);
        }
        return new Reader(request, response, callback).start();
    }

    private boolean handleReceived(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, response, callback);
    }

    /** Returns the number of requests of limited clients whose bodies have not arrived completely. */
    int incompleteRequests() {
        return incomplete.size();
    }

    /** Reads one body. Its methods never run at the same time, except {@link #checkDeadline}. */
    private final class Reader implements Invocable.Task, IncompleteBodies.Body {

        private final Request request;
        private final Response response;
        private final Callback callback;
        private final Optional<String> client;
        private final ByteArray kept;
        private final long began = System.nanoTime();
        private volatile long received;
        private volatile boolean waiting;
        private volatile boolean complete;
        private volatile boolean displaced;
        private long reserved;

        Reader(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.client = clients.limitedNetwork(request);
            long length = request.getLength();
            // Most bodies are small, and full buffers dominated their cost.
            this.kept = new ByteArray(length > 0 ? (int) Math.min(length, MAX_BUFFER) : MAX_BUFFER);
        }

        /** Reads what has arrived. A body that has arrived completely is handled at once, in this thread. */
        boolean start() throws Exception {
            int status = read();
            if (status >= 0) {
                return finish(status);
            }
            waiting = true;
            client.ifPresent(known -> incomplete.add(known, this));
            scheduleCheck(deadline.grace());
            request.demand(this);
            return true;
        }

        /** Continues when more has arrived. */
        @Override
        public void run() {
            waiting = false;
            int status = read();
            if (status < 0) {
                waiting = true;
                request.demand(this);
                return;
            }
            complete = true;
            client.ifPresent(known -> incomplete.remove(known, this));
            // The caller is a thread of Jetty that must not block.
            RequestThreads.resume(getServer(), request, response, callback, () -> finish(status));
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        private boolean finish(int status) throws Exception {
            if (status == 0) {
                return handleReceived(request, response, callback);
            }
            Response.writeError(request, response, callback, status);
            return true;
        }

        /** Returns 0 if the body is stored, -1 if more must arrive, and otherwise the status of the rejection. */
        private int read() {
            while (true) {
                Content.@Nullable Chunk chunk = request.read();
                if (chunk == null) {
                    return -1;
                }
                if (displaced) {
                    chunk.release();
                    return 429;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    return store(ReceivedBody.failed(chunk.getFailure() instanceof TimeoutException ? 408 : 400));
                }
                boolean fits = keep(chunk);
                boolean last = chunk.isLast();
                chunk.release();
                if (!fits) {
                    return 503;
                }
                if (last || received > RequestBody.MAX_SIZE + MAX_DISCARDED) {
                    return store(
                            received > RequestBody.MAX_SIZE
                                    ? ReceivedBody.failed(413)
                                    : ReceivedBody.of(kept.toBytes()));
                }
            }
        }

        private int store(ReceivedBody body) {
            body.storeIn(request);
            return 0;
        }

        /** Keeps the bytes up to the maximum size. Returns false if there is no memory for them. */
        @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread at a time
        private boolean keep(Content.Chunk chunk) {
            ByteBuffer bytes = chunk.getByteBuffer();
            int size = bytes.remaining();
            received += size;
            if (received > RequestBody.MAX_SIZE) {
                return true;
            }
            if (size > 0 && !reserve(size)) {
                return false;
            }
            kept.append(bytes);
            return true;
        }

        private boolean reserve(int size) {
            if (!memory.tryReserve(client, size)) {
                return false;
            }
            if (reserved == 0) {
                Request.addCompletionListener(request, ended -> memory.release(client, reserved));
            }
            reserved += size;
            return true;
        }

        private void scheduleCheck(Duration delay) {
            var unused = getServer()
                    .getScheduler()
                    .schedule(this::checkDeadline, Math.max(1, delay.toMillis()), TimeUnit.MILLISECONDS);
        }

        /** Ends the body like a connection without progress, if it is too slow. */
        private void checkDeadline() {
            Duration remaining = deadline.remaining(Duration.ofNanos(System.nanoTime() - began), received);
            if (complete) {
                return;
            }
            if (!waiting || remaining.toMillis() > 0) {
                scheduleCheck(remaining.toMillis() > 0 ? remaining : RECHECK);
            } else {
                expire();
            }
        }

        @Override
        public long received() {
            return received;
        }

        @Override
        public void displace() {
            displaced = true;
            if (!complete) {
                expire();
            }
        }

        /** Lets the next read fail, as if the connection had been idle for too long. */
        private void expire() {
            var unused = request.getConnectionMetaData()
                    .getConnection()
                    .onIdleExpired(new TimeoutException("the body did not arrive in time"));
        }
    }
}
