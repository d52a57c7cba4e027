package dev.roster.testkit.fuzz.request;

import dev.roster.testkit.fuzz.request.FuzzRequest.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Mutable request to which mutations are applied. All strings are {@link ByteText}. */
final class RequestDraft {

    private static final int LARGE = 60_000;

    record HeaderLine(String name, String value) {}

    final Operation operation;
    final List<HeaderLine> headerLines = new ArrayList<>();
    final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    final List<Member> query = new ArrayList<>();

    /** Members of the body until it is written. */
    final List<Member> members = new ArrayList<>();

    /** Media type of the body according to the document; empty if there is no body. */
    String mediaType = "";

    String method;
    String path;
    String version = "HTTP/1.1";

    /** Replaces path and query if it is not empty. */
    String target = "";

    /** Everything after the header. */
    String body = "";

    /** Whether to send the correct Content-Length. */
    boolean withContentLength = true;

    RequestDraft(Operation operation) {
        this.operation = operation;
        this.method = operation.method();
        this.path = operation.path();
    }

    boolean isJson() {
        return mediaType.endsWith("json");
    }

    void writeBody() {
        if (mediaType.isEmpty()) {
            return;
        }
        body = isJson()
                ? members.stream()
                        .map(member -> "\"" + member.key() + "\":" + member.value())
                        .collect(Collectors.joining(",", "{", "}"))
                : members.stream()
                        .map(member -> member.key() + "=" + member.value())
                        .collect(Collectors.joining("&"));
    }

    void addHeader(String name, String value) {
        headerLines.add(new HeaderLine(name, value));
    }

    /** Sets a header and removes all lines of that name. */
    void setHeader(String name, String value) {
        headerLines.removeIf(line -> line.name().equalsIgnoreCase(name));
        addHeader(name, value);
    }

    FuzzRequest toRequest(long seed, int index, List<String> faults) {
        StringBuilder text = new StringBuilder(method + " " + requestTarget() + " " + version + "\r\n");
        headerLines.forEach(line ->
                text.append(line.name()).append(": ").append(line.value()).append("\r\n"));
        if (withContentLength && (!body.isEmpty() || !operation.bodies().isEmpty())) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        text.append("\r\n").append(body);
        if (method.toUpperCase(Locale.ROOT).equals("HEAD")) {
            traits.add(Trait.HEAD);
        }
        if (text.length() > LARGE) {
            traits.add(Trait.LARGE);
        }
        return new FuzzRequest(seed, index, operation, faults, traits, text.toString());
    }

    String requestTarget() {
        if (!target.isEmpty()) {
            return target;
        }
        StringBuilder whole = new StringBuilder(path);
        char separator = '?';
        for (Member member : query) {
            whole.append(separator).append(member.key()).append('=').append(member.value());
            separator = '&';
        }
        return whole.toString();
    }
}
