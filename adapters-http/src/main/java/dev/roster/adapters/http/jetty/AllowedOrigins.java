package dev.roster.adapters.http.jetty;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Origins whose pages may call the API from a browser (CORS, Cross-Origin Resource Sharing, in the Fetch standard).
 * Immutable.
 */
public final class AllowedOrigins {

    /** No origins: browsers do not let pages of other origins read responses. */
    public static final AllowedOrigins NONE = new AllowedOrigins(Set.of());

    private static final String ANY = "*";

    /** Hosts as browsers send them: ASCII names, IPv4 addresses, or IPv6 addresses in brackets. */
    private static final Pattern ORIGIN = Pattern.compile(
            "(?<scheme>https?)://([a-z0-9_]([a-z0-9._-]{0,252})|\\[[0-9a-f:.]{2,45}])(:(?<port>[0-9]{1,5}))?");

    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);
    private static final int MAX_PORT = 65_535;

    private final Set<String> origins;

    private AllowedOrigins(Set<String> origins) {
        this.origins = origins;
    }

    /**
     * Parses a comma-separated list of origins as browsers send them, such as {@code https://app.example.com,
     * http://localhost:3000}, or {@code *} for any origin.
     *
     * @param list the list; blank for none
     * @throws IllegalArgumentException if an element is not an origin; the message contains the element
     */
    public static AllowedOrigins parse(String list) {
        if (list.isBlank()) {
            return NONE;
        }
        Set<String> origins = Arrays.stream(list.split(",", -1))
                .map(element -> origin(element.strip()))
                .collect(Collectors.toUnmodifiableSet());
        if (origins.contains(ANY) && origins.size() > 1) {
            throw new IllegalArgumentException("* allows all origins and must be the only element");
        }
        return new AllowedOrigins(origins);
    }

    public boolean isEmpty() {
        return origins.isEmpty();
    }

    /** Returns regular expressions that match whole origins; {@code *} is returned unchanged. */
    Set<String> patterns() {
        return origins.stream()
                .map(origin -> origin.equals(ANY) ? ANY : Pattern.quote(origin))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String origin(String text) {
        if (text.equals(ANY)) {
            return text;
        }
        String origin = text.toLowerCase(Locale.ROOT);
        Matcher matcher = ORIGIN.matcher(origin);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not an origin such as https://app.example.com (without a path)");
        }
        if (matcher.group("port") != null) {
            int port = Integer.parseInt(matcher.group("port"));
            if (port > MAX_PORT || port == DEFAULT_PORTS.getOrDefault(matcher.group("scheme"), 0)) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" must not have a default port or a port above " + MAX_PORT);
            }
        }
        return origin;
    }

    @Override
    public String toString() {
        return String.join(", ", origins);
    }
}
