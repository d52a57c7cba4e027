package dev.roster.adapters.http.trace;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request belongs to, according to its headers {@value #TRACE_PARENT} and {@value #TRACE_STATE} (<a
 * href="https://www.w3.org/TR/trace-context-1/">W3C Trace Context, level 1</a>). The server makes the context of a
 * request the {@linkplain #current() current} one of its thread, and {@code UserApiClient} passes the current one on.
 * Immutable.
 *
 * <p>A program with a server of its own does the same with {@link #call}.
 */
public final class TraceContext {

    /** Name of the header with the trace id, the id of the caller's span and the flags. */
    public static final String TRACE_PARENT = "traceparent";

    /** Name of the header with data of tracing systems. */
    public static final String TRACE_STATE = "tracestate";

    /** Version, trace id, parent id, flags and, in later versions only, more. */
    private static final Pattern PARENT =
            Pattern.compile("(?!ff)(?<version>[0-9a-f]{2})-(?<trace>(?!0{32})[0-9a-f]{32})"
                    + "-(?!0{16})[0-9a-f]{16}-(?<flags>[0-9a-f]{2})(?<more>-.*)?");

    private static final Pattern STATE_MEMBER = Pattern.compile("[a-z0-9][a-z0-9_*/@-]{0,255}=[ -~&&[^,=]]{1,256}");
    private static final int MAX_STATE_MEMBERS = 32;
    private static final int SAMPLED = 1;

    private static final ThreadLocal<TraceContext> CURRENT = new ThreadLocal<>();

    private final String traceId;
    private final boolean sampled;
    private final String state;

    private TraceContext(String traceId, boolean sampled, String state) {
        this.traceId = traceId;
        this.sampled = sampled;
        this.state = state;
    }

    /**
     * Parses the headers of a request.
     *
     * @param parent the value of {@value #TRACE_PARENT}
     * @param state the value of {@value #TRACE_STATE}, several ones joined with commas; ignored as a whole if invalid
     * @return empty if the value of {@value #TRACE_PARENT} is invalid
     */
    public static Optional<TraceContext> parse(String parent, String state) {
        Matcher parts = PARENT.matcher(parent);
        if (!parts.matches() || (parts.group("more") != null && "00".equals(parts.group("version")))) {
            return Optional.empty();
        }
        boolean sampled = (HexFormat.fromHexDigits(parts.group("flags")) & SAMPLED) != 0;
        return Optional.of(new TraceContext(parts.group("trace"), sampled, validState(state)));
    }

    private static String validState(String state) {
        List<String> members = Arrays.stream(state.split(",", -1))
                .map(String::strip)
                .filter(member -> !member.isEmpty())
                .toList();
        boolean valid = members.size() <= MAX_STATE_MEMBERS
                && members.stream()
                        .allMatch(member -> STATE_MEMBER.matcher(member).matches());
        return valid ? members.stream().collect(Collectors.joining(",")) : "";
    }

    /** Returns the context of the request that this thread handles; empty if that request belongs to no trace. */
    public static Optional<TraceContext> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Returns the trace id: 32 hexadecimal digits. */
    public String traceId() {
        return traceId;
    }

    /** Returns a value of {@value #TRACE_PARENT} for a request to another service, with a new random span id. */
    public String newTraceParent() {
        long spanId;
        do {
            spanId = ThreadLocalRandom.current().nextLong();
        } while (spanId == 0);
        return "00-" + traceId + "-" + HexFormat.of().toHexDigits(spanId) + (sampled ? "-01" : "-00");
    }

    /** Returns the value of {@value #TRACE_STATE}, to be passed on unchanged; empty if there is none. */
    public Optional<String> traceState() {
        return state.isEmpty() ? Optional.empty() : Optional.of(state);
    }

    /** Runs a task with this context as the {@linkplain #current() current} one of the thread, and returns its result. */
    public <T, X extends Exception> T call(Task<T, X> task) throws X {
        @Nullable TraceContext before = CURRENT.get();
        CURRENT.set(this);
        try {
            return task.run();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** A task that belongs to a trace. */
    public interface Task<T, X extends Exception> {
        /** Runs the task and returns its result. */
        T run() throws X;
    }
}
