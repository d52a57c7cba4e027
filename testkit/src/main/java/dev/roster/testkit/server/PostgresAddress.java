package dev.roster.testkit.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Address of a server, and whether only the tests use it. */
record PostgresAddress(
        String host, int port, String database, String user, String password, boolean dedicated, String origin) {

    private static final int DEFAULT_PORT = 5432;

    /** Parses {@code postgresql://user:password@host:port/database}, optionally with the prefix {@code jdbc:}. */
    static PostgresAddress parse(String url, String setting) {
        URI uri;
        try {
            uri = new URI(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
        } catch (URISyntaxException malformed) {
            throw unusable(setting);
        }
        String scheme = uri.getScheme();
        boolean postgres = "postgresql".equals(scheme) || "postgres".equals(scheme);
        String userInfo = uri.getRawUserInfo();
        if (!postgres
                || uri.getHost() == null
                || userInfo == null
                || uri.getPath().length() < 2) {
            throw unusable(setting);
        }
        String[] login = userInfo.split(":", 2);
        return new PostgresAddress(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                uri.getPath().substring(1),
                decoded(login[0]),
                login.length == 2 ? decoded(login[1]) : "",
                false,
                setting);
    }

    PostgresDatabase mainDatabase() {
        return database(database, () -> {});
    }

    PostgresDatabase database(String name, Runnable discard) {
        return new PostgresDatabase("jdbc:postgresql://" + host + ":" + port + "/" + name, user, password, discard);
    }

    PostgresDatabase schema(String name, Runnable discard) {
        String url = "jdbc:postgresql://" + host + ":" + port + "/" + database + "?currentSchema=" + name;
        return new PostgresDatabase(url, user, password, discard);
    }

    @Override
    public String toString() {
        return origin + " at " + host + ":" + port;
    }

    private static IllegalStateException unusable(String setting) {
        // The value may contain a password, so it is not printed.
        return new IllegalStateException(setting + " must have the form postgresql://user:password@host:port/database");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
