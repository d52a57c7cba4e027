package dev.roster.adapters.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parser of database URLs. Messages quote the scheme at most, because anything after it may be a password. */
final class DatabaseUrl {

    private static final String ACCEPTED_URLS =
            "must be jdbc:postgresql://HOST:PORT/DB, postgresql://USER:PASSWORD@HOST:PORT/DB, jdbc:h2:file:PATH"
                    + " or jdbc:h2:mem:NAME";

    private static final Pattern SCHEME = Pattern.compile("((?:jdbc:)?[a-zA-Z][a-zA-Z0-9]{0,20}):.*", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("([\\p{L}\\p{N}._-]*|\\[[0-9a-fA-F:.]+])(?::([0-9]{1,5}))?");

    /** Parameters that have one name in libpq and another in pgjdbc. */
    private static final Map<String, String> LIBPQ_NAMES = Map.of(
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "target_session_attrs", "targetServerType");

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
        StringBuilder url = new StringBuilder("jdbc:postgresql:");
        if (place.startsWith("//")) {
            int slash = place.indexOf('/', 2);
            String authority = place.substring(2, slash < 0 ? place.length() : slash);
            String database = slash < 0 ? "" : place.substring(slash + 1);
            int at = authority.lastIndexOf('@');
            if (at >= 0) {
                credentials(authority.substring(0, at));
            }
            url.append("//").append(hosts(authority.substring(at + 1))).append('/');
            url.append(requireDecodable(database));
        } else {
            if (place.contains("@")) {
                throw new IllegalArgumentException("malformed: " + ACCEPTED_URLS);
            }
            url.append(requireDecodable(place));
        }
        List<String> parameters = parameters(query, libpq);
        return parameters.isEmpty() ? url.toString() : url + "?" + String.join("&", parameters);
    }

    private void credentials(String userInfo) {
        int colon = userInfo.indexOf(':');
        user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon), true);
        password = colon < 0 ? null : decode(userInfo.substring(colon + 1), true);
    }

    private static String hosts(String list) {
        List<String> hosts = new ArrayList<>();
        for (String host : list.split(",", -1)) {
            var parts = HOST.matcher(host);
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

    private List<String> parameters(String query, boolean libpq) {
        List<String> kept = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String key = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (key.equals("user")) {
                user = decode(value, libpq);
            } else if (key.equals("password")) {
                password = decode(value, libpq);
            } else if (!key.isEmpty()) {
                kept.add(libpq ? LIBPQ_NAMES.getOrDefault(key, key) + "=" + value.replace("+", "%2B") : parameter);
            }
        }
        return kept;
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
