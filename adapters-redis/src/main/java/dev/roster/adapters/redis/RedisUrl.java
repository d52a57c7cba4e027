package dev.roster.adapters.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parser of Redis URLs. Messages quote nothing, because any part may be a misplaced password. */
final class RedisUrl {

    private static final int DEFAULT_PORT = 6379;
    private static final int MAX_PORT = 65_535;

    private static final Pattern URL = Pattern.compile(
            "(?<scheme>rediss?)://(?:(?<user>[^:@/]*):(?<password>[^@/]*)@)?"
                    + "(?<host>[\\p{L}\\p{N}._-]+|\\[[0-9a-fA-F:.]+(?:%(?:25)?[\\w.-]+)?])(?::(?<port>[0-9]{1,5}))?(?:/(?<database>[0-9]{0,5}))?");

    private RedisUrl() {}

    static RedisSettings parse(String url) {
        if (url.strip().startsWith("redis-sentinel:")) {
            throw new IllegalArgumentException(
                    "the Sentinels are not asked for the master; name a proxy that leads to it");
        }
        Matcher parts = URL.matcher(url.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "must be redis://USER:PASSWORD@HOST:PORT/DATABASE or rediss://…, all but the"
                            + " host optional; special characters in a user name or password are percent-encoded");
        }
        int port = number(parts.group("port"), DEFAULT_PORT);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("the port must be from 1 to " + MAX_PORT);
        }
        String host = parts.group("host");
        return new RedisSettings(
                host.startsWith("[") ? host.substring(1, host.length() - 1).replace("%25", "%") : host,
                port,
                parts.group("scheme").equals("rediss"),
                decode(parts.group("user")),
                decode(parts.group("password")),
                number(parts.group("database"), 0),
                "",
                RedisSettings.DEFAULT_COMMAND_TIMEOUT,
                RedisSettings.DEFAULT_POOL_SIZE);
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null || digits.isEmpty() ? otherwise : Integer.parseInt(digits);
    }

    private static @Nullable String decode(@Nullable String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return null;
        }
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException quotesTheText) {
            throw withoutCause();
        }
    }

    private static IllegalArgumentException withoutCause() {
        return new IllegalArgumentException("malformed percent-encoding");
    }
}
