package dev.roster.bootstrap.process;

import java.util.HashMap;
import java.util.Map;

/** Settings of services under test. */
public final class TestSettings {

    public static final String JWT_SECRET = "a secret for the length of a test";

    private TestSettings() {}

    /**
     * Returns the settings for a database that requires a secret.
     *
     * @param more names and values of further settings
     */
    public static Map<String, String> of(String databaseUrl, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of("DATABASE_URL", databaseUrl, "JWT_SECRET", JWT_SECRET));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }
}
