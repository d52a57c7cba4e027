package dev.roster.adapters.http.jetty;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/** The header {@value #HEADER} of W3C Trace Context. */
final class TraceParent {

    static final String HEADER = "traceparent";

    /** Version, trace id, parent id, flags and, in later versions only, more. */
    private static final Pattern VALID = Pattern.compile("(?!ff)(?<version>[0-9a-f]{2})-(?!0{32})(?<trace>[0-9a-f]{32})"
            + "-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?<more>-.*)?");

    private TraceParent() {}

    /** Returns the trace id; empty if there is no valid header. */
    static Optional<String> traceId(Request request) {
        if (!request.getHeaders().contains(HEADER)) {
            return Optional.empty();
        }
        List<String> sent = request.getHeaders().getValuesList(HEADER);
        return sent.size() == 1 ? traceId(sent.get(0)) : Optional.empty();
    }

    static Optional<String> traceId(String header) {
        Matcher parts = VALID.matcher(header);
        boolean valid = parts.matches() && (parts.group("more") == null || !"00".equals(parts.group("version")));
        return valid ? Optional.of(parts.group("trace")) : Optional.empty();
    }
}
