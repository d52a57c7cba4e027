package dev.roster.adapters.http.request;

import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request, received before the request runs. A body that could not be received has a status instead, with
 * which the route rejects the request when it needs the body.
 */
public final class ReceivedBody {

    private static final String ATTRIBUTE = ReceivedBody.class.getName();
    private static final byte[] NONE = {};

    private final byte[] bytes;
    private final int failure;

    private ReceivedBody(byte[] bytes, int failure) {
        this.bytes = bytes;
        this.failure = failure;
    }

    /**
     * Creates a body that was received.
     *
     * @param bytes the whole body, at most {@link RequestBody#MAX_SIZE} bytes; not copied
     */
    public static ReceivedBody of(byte[] bytes) {
        return new ReceivedBody(bytes, 0);
    }

    /**
     * Creates a body that could not be received.
     *
     * @param status the status of the response: 400, 408 or 413
     */
    public static ReceivedBody failed(int status) {
        return new ReceivedBody(NONE, status);
    }

    /** Returns the bytes; none if the body could not be received. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the status of the response if the body could not be received; otherwise 0. */
    public int failure() {
        return failure;
    }

    /** Stores the body in an attribute of the request. */
    public void storeIn(Request request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Returns the bytes of a stored body.
     *
     * @param attributes the attributes of the request
     * @throws HttpErrorException 400, 408 or 413 if the body could not be received
     */
    static byte[] bytesIn(Attributes attributes) {
        if (!(attributes.get(ATTRIBUTE) instanceof ReceivedBody body)) {
            return NONE;
        }
        return switch (body.failure) {
            case 0 -> body.bytes;
            case 408 -> throw new HttpErrorException(408, "The body did not arrive in time.");
            case 413 ->
                throw new HttpErrorException(413, "The body must have at most " + RequestBody.MAX_SIZE + " bytes.");
            default -> throw new HttpErrorException(body.failure, "The body is incomplete.");
        };
    }

    /** Attributes of a request. */
    interface Attributes {
        @Nullable
        Object get(String name);
    }
}
