package dev.roster.adapters.jdbc;

import dev.roster.adapters.jdbc.sql.JdbcDriver;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The options of a PostgreSQL URL for the driver. Names and values of libpq are translated. An option that the driver
 * would ignore is rejected. Messages quote names, but no values, which may be secret.
 */
final class PostgresOptions {

    /** Options that have one name in libpq and another in pgjdbc, with the same values. */
    private static final Map<String, String> NAMES = Map.of(
            "application_name", "ApplicationName",
            "channel_binding", "channelBinding",
            "connect_timeout", "connectTimeout",
            "gssencmode", "gssEncMode",
            "krbsrvname", "kerberosServerName",
            "require_auth", "requireAuth",
            "sslnegotiation", "sslNegotiation");

    /** Options of libpq that have other values in pgjdbc, too. */
    private static final Map<String, Translation> TRANSLATIONS = Map.of(
            "target_session_attrs",
                    new Translation(
                            "targetServerType",
                            Map.of(
                                    "any", "any",
                                    "read-write", "primary",
                                    "primary", "primary",
                                    "read-only", "secondary",
                                    "standby", "secondary",
                                    "prefer-standby", "preferSecondary")),
            "load_balance_hosts", new Translation("loadBalanceHosts", Map.of("disable", "false", "random", "true")),
            "keepalives", new Translation("tcpKeepAlive", Map.of("0", "false", "1", "true")));

    /** Options of libpq with the values that describe what the driver does in any case. */
    private static final Map<String, Set<String>> IMPLIED = Map.of(
            "client_encoding", Set.of("utf8", "utf-8", "unicode", "auto"),
            "replication", Set.of("false", "off", "no", "0"),
            "sslcompression", Set.of("0"),
            "sslsni", Set.of("1"));

    /** Parts of the URL that the driver also accepts as options, under names that no URL uses. */
    private static final Set<String> PLACE = Set.of("PGHOST", "PGPORT", "PGDBNAME");

    private static final Pattern OPTION_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{1,30}");

    private final Map<String, String> options = new LinkedHashMap<>();
    private final boolean quoteUnknown;

    private record Translation(String name, Map<String, String> values) {}

    /**
     * Creates a set without options.
     *
     * @param quoteUnknown whether messages may quote unknown names; false if they may be parts of a password
     */
    PostgresOptions(boolean quoteUnknown) {
        this.quoteUnknown = quoteUnknown;
    }

    /**
     * Adds an option.
     *
     * @param value the decoded value
     * @throws IllegalArgumentException if the driver has no such option or value
     */
    void add(String name, String value) {
        Translation translation = TRANSLATIONS.get(name);
        if (translation != null) {
            String translated = translation.values.get(value);
            if (translated == null) {
                throw invalidValue(
                        name, translation.values.keySet().stream().sorted().toList());
            }
            options.put(translation.name, translated);
        } else if (IMPLIED.containsKey(name)) {
            requireImplied(name, value);
        } else if (name.equals("fallback_application_name")) {
            options.putIfAbsent("ApplicationName", value);
        } else if (name.equals("sslrootcert") && value.equals("system")) {
            options.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
            options.putIfAbsent("sslmode", "verify-full");
        } else {
            addDriverOption(name, NAMES.getOrDefault(name, name), value);
        }
    }

    private static void requireImplied(String name, String value) {
        Set<String> accepted = IMPLIED.getOrDefault(name, Set.of());
        if (!accepted.contains(value.toLowerCase(Locale.ROOT))) {
            throw invalidValue(name, accepted);
        }
    }

    private void addDriverOption(String given, String name, String value) {
        DriverPropertyInfo property = driverOptions().get(name);
        if (property == null || PLACE.contains(name)) {
            String quoted = OPTION_NAME.matcher(given).matches() && quoteUnknown ? " \"" + given + "\"" : "";
            throw new IllegalArgumentException(
                    "the option" + quoted + " is neither one of the driver nor one of libpq that can be translated");
        }
        String[] choices = property.choices;
        if (choices != null
                && !name.equals("requireAuth") // which takes a list
                && Arrays.stream(choices).noneMatch(value::equalsIgnoreCase)) {
            throw invalidValue(given, Arrays.asList(choices));
        }
        options.put(name, value);
    }

    private static Map<String, DriverPropertyInfo> driverOptions() {
        JdbcDriver.register(false);
        try {
            String url = "jdbc:postgresql:";
            DriverPropertyInfo[] known = DriverManager.getDriver(url).getPropertyInfo(url, new Properties());
            return Arrays.stream(known).collect(Collectors.toMap(option -> option.name, Function.identity()));
        } catch (SQLException noDriver) {
            throw new IllegalStateException("the driver of PostgreSQL is not on the class path", noDriver);
        }
    }

    private static IllegalArgumentException invalidValue(String name, Object accepted) {
        return new IllegalArgumentException("the option \"" + name + "\" must be one of " + accepted);
    }

    /** Returns the options as the end of a URL, with the question mark; empty if there are none. */
    String toUrlSuffix() {
        StringBuilder suffix = new StringBuilder();
        options.forEach((name, value) -> suffix.append(suffix.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return suffix.toString();
    }
}
