package dev.roster.adapters.jdbc;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parser of database URLs. Messages quote the scheme at most, because anything after it may be a password. */
final class DatabaseUrl {

    private static final String ACCEPTED_URLS =
            "must be jdbc:postgresql://HOST:PORT/DB, postgresql://USER:PASSWORD@HOST:PORT/DB, jdbc:h2:file:PATH"
                    + " or jdbc:h2:mem:NAME";

    private static final Pattern SCHEME = Pattern.compile("((?:jdbc:)?[a-zA-Z][a-zA-Z0-9]{0,20}):.*", Pattern.DOTALL);
    private static final Pattern HOST =
            Pattern.compile("([\\p{L}\\p{N}._-]*|\\[[0-9a-fA-F:.]+(?:%[\\w.-]+)?])(?::([0-9]{1,5}))?");
    private static final Pattern BARE_IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*(?:%[\\w.-]+)?");

    /** Parameters of libpq that are parts of the URL. */
    private static final Set<String> PLACES = Set.of("user", "password", "host", "port", "dbname");

    private @Nullable String user;
    private @Nullable String password;

    private DatabaseUrl() {}

    static Database parse(String url) {
        DatabaseUrl parts = new DatabaseUrl();
        String jdbcUrl = parts.toJdbc(url.strip());
        return new Database(jdbcUrl, parts.user, parts.password, Database.DEFAULT_POOL_SIZE);
    }

    private String toJdbc(String url) {
        if (url.startsWith(Database.H2_FILE)) {
            return h2(url, Database.H2_FILE);
        }
        if (url.startsWith(Database.H2_MEMORY)) {
            return h2(url, Database.H2_MEMORY);
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return postgres(url.substring("jdbc:postgresql:".length()), false);
        }
        for (String scheme : List.of("postgresql://", "postgres://")) {
            if (url.startsWith(scheme)) {
                return postgres(url.substring(scheme.length() - 2), true);
            }
        }
        var scheme = SCHEME.matcher(url);
        throw new IllegalArgumentException(
                scheme.matches() ? "unknown database \"" + scheme.group(1) + "\"; " + ACCEPTED_URLS : ACCEPTED_URLS);
    }

    private String h2(String url, String prefix) {
        String name = h2Name(url, prefix);
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    prefix + " must be followed by a " + (prefix.endsWith("mem:") ? "name" : "path"));
        }
        if (prefix.equals(Database.H2_FILE) && isImplicitlyRelative(name)) {
            name = "./" + name;
        }
        StringBuilder kept = new StringBuilder(prefix).append(name);
        for (String option : h2Options(url)) {
            String value = option.substring(option.indexOf('=') + 1);
            switch (h2Key(option)) {
                case "USER" -> user = value;
                case "PASSWORD" -> password = value;
                default -> kept.append(';').append(option);
            }
        }
        return kept.toString();
    }

    /**
     * Returns whether H2 would reject the path because it does not state that it is relative. Roster accepts such
     * paths.
     */
    private static boolean isImplicitlyRelative(String path) {
        return !path.startsWith("/") && !path.startsWith("~") && !path.contains("./") && !path.contains(":");
    }

    static String h2Name(String url, String prefix) {
        int end = url.indexOf(';');
        return url.substring(prefix.length(), end < 0 ? url.length() : end);
    }

    /** Returns the options of an H2 URL, each {@code KEY=VALUE}. A semicolon in a value is escaped by a backslash. */
    static List<String> h2Options(String url) {
        int start = url.indexOf(';');
        return start < 0
                ? List.of()
                : Pattern.compile("(?<!\\\\);")
                        .splitAsStream(url.substring(start + 1))
                        .filter(option -> !option.isBlank())
                        .toList();
    }

    static String h2Key(String option) {
        int equals = option.indexOf('=');
        return (equals < 0 ? option : option.substring(0, equals)).strip().toUpperCase(Locale.ROOT);
    }

    /**
     * Returns the JDBC URL for PostgreSQL, without user and password, which are stored in the fields.
     *
     * @param rest the URL after the scheme and its colon
     * @param libpq whether parameters have libpq's names and a plus sign stands for itself
     */
    private String postgres(String rest, boolean libpq) {
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        String query = question < 0 ? "" : rest.substring(question + 1);
        // An at sign may end a password in which a question mark is not percent-encoded.
        PostgresOptions options = new PostgresOptions(!query.contains("@"));
        Map<String, String> places = parameters(query, libpq, options);
        String hosts = "";
        String database = place;
        if (place.startsWith("//")) {
            int slash = place.indexOf('/', 2);
            String authority = place.substring(2, slash < 0 ? place.length() : slash);
            int at = authority.lastIndexOf('@');
            if (at >= 0) {
                credentials(authority.substring(0, at));
            }
            hosts = authority.substring(at + 1);
            database = slash < 0 ? "" : place.substring(slash + 1);
        } else if (place.contains("@")) {
            throw new IllegalArgumentException("malformed: " + ACCEPTED_URLS);
        }
        user = places.getOrDefault("user", user);
        password = places.getOrDefault("password", password);
        if (places.containsKey("dbname")) {
            database = URLEncoder.encode(places.get("dbname"), StandardCharsets.UTF_8)
                    .replace("+", "%20");
        }
        if (places.containsKey("host") || places.containsKey("port")) {
            hosts = hosts(hosts, places);
        }
        String url = hosts.isEmpty() && !place.startsWith("//") ? "" : "//" + hosts(hosts) + "/";
        return "jdbc:postgresql:" + url + requireDecodable(database) + options.toUrlSuffix();
    }

    /** Returns the hosts and ports that libpq takes from options instead of the place of a URL. */
    private static String hosts(String authority, Map<String, String> places) {
        List<String> names = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String host : authority.split(",", -1)) {
            int colon = host.lastIndexOf(':');
            boolean hasPort = colon > host.lastIndexOf(']');
            names.add(hasPort ? host.substring(0, colon) : host);
            ports.add(hasPort ? host.substring(colon + 1) : "");
        }
        if (places.containsKey("host")) {
            names = List.of(places.get("host").split(",", -1));
        }
        if (places.containsKey("port")) {
            ports = List.of(places.get("port").split(",", -1));
        }
        if (ports.size() != 1 && ports.size() != names.size()) {
            throw new IllegalArgumentException("the option \"port\" must have one port, or as many as there are hosts");
        }
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.startsWith("/") || name.startsWith("@")) {
                throw new IllegalArgumentException(
                        "the option \"host\" must be host names or IP addresses; the driver has no Unix sockets");
            }
            String port = ports.size() == 1 ? ports.get(0) : ports.get(i);
            hosts.add(
                    (BARE_IPV6.matcher(name).matches() ? "[" + name + "]" : name) + (port.isEmpty() ? "" : ":" + port));
        }
        return String.join(",", hosts);
    }

    private void credentials(String userInfo) {
        int colon = userInfo.indexOf(':');
        user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon), true);
        password = colon < 0 ? null : decode(userInfo.substring(colon + 1), true);
    }

    private static String hosts(String list) {
        List<String> hosts = new ArrayList<>();
        for (String host : list.split(",", -1)) {
            var parts = HOST.matcher(host.replace("%25", "%"));
            // The text may be part of a password in which a colon or slash is not percent-encoded, so the message
            // quotes nothing.
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "malformed host or port; special characters in a user name or password are percent-encoded");
            }
            String port = parts.group(2);
            if (port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535)) {
                throw new IllegalArgumentException("the port must be from 1 to 65535");
            }
            String name = parts.group(1).isEmpty() ? "localhost" : parts.group(1);
            hosts.add(port == null ? name : name + ":" + port);
        }
        return String.join(",", hosts);
    }

    /** Adds the options of a query, and returns the parameters that are no options but parts of the URL. */
    private static Map<String, String> parameters(String query, boolean libpq, PostgresOptions options) {
        Map<String, String> places = new HashMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String key = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = decode(equals < 0 ? "" : parameter.substring(equals + 1), libpq);
            if (PLACES.contains(key)) {
                places.put(key, value);
            } else if (!key.isEmpty()) {
                options.add(key, value);
            }
        }
        return places;
    }

    private static String requireDecodable(String encoded) {
        decode(encoded, true);
        return encoded;
    }

    @SuppressWarnings("UnusedException") // it quotes the text
    private static String decode(String encoded, boolean plusIsPlus) {
        try {
            return URLDecoder.decode(plusIsPlus ? encoded.replace("+", "%2B") : encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("malformed percent-encoding");
        }
    }
}
