package dev.roster.bootstrap;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.redis.RedisSettings;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads all settings before it complains, so that all faults are told at once. */
final class SettingsReader {

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|\\[?[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9._-]{1,32})?]?");
    private static final Duration LONGEST_TTL = Duration.ofDays(3650);
    private static final Duration LONGEST_REDIS_TIMEOUT = Duration.ofSeconds(10);

    private final Arguments arguments;
    private final Map<String, String> environment;
    private final List<String> faults;

    private SettingsReader(Arguments arguments, Map<String, String> environment) {
        this.arguments = arguments;
        this.environment = environment;
        this.faults = new ArrayList<>(arguments.faults());
    }

    static Config read(Arguments arguments, Map<String, String> environment) {
        return new SettingsReader(arguments, environment).read();
    }

    private Config read() {
        Optional<Integer> port = value(Setting.HTTP_PORT, Shown::value, SettingsReader::port);
        Optional<String> host = value(Setting.HTTP_HOST, Shown::value, SettingsReader::host);
        Optional<Database> database = value(Setting.DATABASE_URL, Shown::url, Database::parse);
        Optional<Boolean> migrate = value(Setting.MIGRATE, Shown::value, SettingsReader::onOff);
        Optional<RedisSettings> redis = value(Setting.REDIS_URL, Shown::url, RedisSettings::parse);
        Optional<Duration> redisTimeout = value(Setting.REDIS_TIMEOUT, Shown::value, SettingsReader::redisTimeout);
        Optional<JwtSecret> jwtSecret = value(
                Setting.JWT_SECRET,
                secret -> Shown.secret(secret.getBytes(StandardCharsets.UTF_8).length),
                JwtSecret::of);
        Optional<Duration> ttl = value(Setting.ACCESS_TOKEN_TTL, Shown::value, SettingsReader::ttl);
        boolean needsSecret = arguments.command() == Command.SERVE
                && database.filter(found -> !found.isEmbedded()).isPresent();
        if (needsSecret && text(Setting.JWT_SECRET).isEmpty()) {
            faults.add("JWT_SECRET: got none, takes " + Setting.JWT_SECRET.takes());
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return new Config(
                host.orElseThrow(),
                port.orElseThrow(),
                database.orElseThrow(),
                migrate.orElseThrow(),
                redis.map(found -> found.withPatience(redisTimeout.orElseThrow())),
                jwtSecret,
                ttl.orElseThrow());
    }

    /** Empty if the setting is empty, or at fault, which is noted. */
    private <T> Optional<T> value(Setting setting, Function<String, String> shown, Function<String, T> parse) {
        String text = text(setting);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException | DateTimeException refused) {
            boolean byFlag = arguments.flags().containsKey(setting);
            String name = byFlag ? setting.name() + " (" + setting.flag() + ")" : setting.name();
            faults.add(name + ": got " + shown.apply(text) + ", takes " + setting.takes());
            return Optional.empty();
        }
    }

    private String text(Setting setting) {
        String given = arguments.flags().containsKey(setting)
                ? arguments.flags().getOrDefault(setting, "")
                : environment.getOrDefault(setting.name(), "");
        // A secret is taken to the byte; elsewhere white space can only be an accident.
        String text = setting == Setting.JWT_SECRET ? given : given.strip();
        return text.isEmpty() ? setting.byDefault() : text;
    }

    private static int port(String text) {
        require(PORT.matcher(text).matches());
        int port = Integer.parseInt(text);
        require(port <= 65_535);
        return port;
    }

    private static String host(String text) {
        require(HOST.matcher(text).matches());
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean onOff(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        require(word.equals("on") || word.equals("off"));
        return word.equals("on");
    }

    private static Duration redisTimeout(String text) {
        Duration timeout = Duration.parse(text);
        require(timeout.toMillis() >= 1 && timeout.compareTo(LONGEST_REDIS_TIMEOUT) <= 0);
        return timeout;
    }

    private static Duration ttl(String text) {
        Duration ttl = Duration.parse(text);
        require(ttl.compareTo(Duration.ofSeconds(1)) >= 0 && ttl.compareTo(LONGEST_TTL) <= 0);
        require(ttl.equals(ttl.truncatedTo(ChronoUnit.SECONDS)));
        return ttl;
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("does not fit");
        }
    }
}
