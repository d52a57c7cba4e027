package dev.roster.adapters.http.errors;

import dev.roster.adapters.http.jetty.RequestIds;
import dev.roster.adapters.http.request.HttpErrorException;
import dev.roster.adapters.http.request.Json;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Writes Roster's error body for errors in Jetty before a route is reached, such as malformed HTTP. */
public final class JettyErrorHandler implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = status(request, response);
        String requestId = RequestIds.of(request);
        byte[] body = Json.bytes(new ErrorBody(status, title(status), detail(status), requestId));
        response.setStatus(status);
        response.getHeaders().put(RequestIds.HEADER, requestId);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Json.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (status == 429 || status == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
        }
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static int status(Request request, Response response) {
        int status = request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException failure
                ? failure.getCode()
                : response.getStatus();
        return status < 400 ? 500 : status;
    }

    private static String title(int status) {
        return status == 429 ? "Too many requests" : HttpErrorException.titleOf(status);
    }

    /** Returns our own text: Jetty's reason may contain a class name. */
    private static String detail(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this path.";
            case 408 -> "The request did not arrive in time.";
            case 413 -> "The request is too large.";
            case 414 -> "The request target is too long.";
            case 429 -> "Too many requests of this client are open.";
            case 431 -> "The request's header fields are too large.";
            case 503 -> "The server is overloaded or stopping.";
            case 505 -> "The server supports HTTP/1.1 only.";
            default -> status < 500 ? "The request is not well-formed HTTP." : "An internal error occurred.";
        };
    }
}
