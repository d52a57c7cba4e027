package dev.roster.bootstrap.config;

import dev.roster.adapters.http.jetty.AllowedOrigins;
import dev.roster.adapters.http.request.TrustedProxies;
import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.redis.RedisSettings;
import dev.roster.bootstrap.mail.MailSender;
import dev.roster.bootstrap.mail.SmtpSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/** Reader of the settings that reports all errors at once. */
public final class SettingsReader {

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|\\[?[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9._-]{1,32})?]?");
    private static final Duration MAX_DURATION = Duration.ofDays(3650);
    private static final Duration MAX_REDIS_TIMEOUT = Duration.ofSeconds(10);

    private final Arguments arguments;
    private final Map<String, String> environment;
    private final List<String> errors;

    private SettingsReader(Arguments arguments, Map<String, String> environment) {
        this.arguments = arguments;
        this.environment = environment;
        this.errors = new ArrayList<>(arguments.errors());
    }

    /**
     * Reads and validates the settings. A flag overrides the environment.
     *
     * @throws ConfigException if any setting or argument is invalid; lists all errors
     */
    public static Config read(Arguments arguments, Map<String, String> environment) {
        return new SettingsReader(arguments, environment).read();
    }

    private Config read() {
        Optional<Integer> port = value(Setting.HTTP_PORT, Redaction::quote, SettingsReader::port);
        Optional<String> host = value(Setting.HTTP_HOST, Redaction::quote, SettingsReader::host);
        Optional<Database> database = value(Setting.DATABASE_URL, Redaction::schemeOnly, Database::parse);
        Optional<Boolean> migrate = value(Setting.MIGRATE, Redaction::quote, SettingsReader::onOff);
        Optional<RedisSettings> redis = value(Setting.REDIS_URL, Redaction::schemeOnly, RedisSettings::parse);
        Optional<Duration> redisTimeout = value(Setting.REDIS_TIMEOUT, Redaction::quote, SettingsReader::redisTimeout);
        Optional<JwtSecret> jwtSecret = value(
                Setting.JWT_SECRET,
                secret -> Redaction.lengthOnly(secret.getBytes(StandardCharsets.UTF_8).length),
                JwtSecret::of);
        Optional<Duration> ttl = value(Setting.ACCESS_TOKEN_TTL, Redaction::quote, SettingsReader::ttl);
        Optional<URI> publicUrl = value(Setting.PUBLIC_URL, Redaction::quote, SettingsReader::publicUrl);
        Optional<MailSender> from = value(Setting.MAIL_FROM, Redaction::quote, MailSender::parse);
        Optional<SmtpSettings> smtp = value(Setting.SMTP_URL, Redaction::schemeOnly, SmtpSettings::parse);
        Optional<Path> mails = value(Setting.MAIL_DIR, Redaction::quote, Path::of);
        Optional<Path> templates = value(Setting.MAIL_TEMPLATES, Redaction::quote, Path::of);
        Optional<Boolean> throttle = value(Setting.LOGIN_THROTTLE, Redaction::quote, SettingsReader::onOff);
        Optional<TrustedProxies> proxies = value(Setting.TRUSTED_PROXIES, Redaction::quote, TrustedProxies::parse);
        Optional<AllowedOrigins> origins = value(Setting.CORS_ORIGINS, Redaction::quote, AllowedOrigins::parse);
        Optional<Duration> retention = value(Setting.AUDIT_RETENTION, Redaction::quote, SettingsReader::retention);
        boolean needsSecret = arguments.command() == Command.SERVE
                && database.filter(found -> !found.isEmbedded()).isPresent();
        if (needsSecret && text(Setting.JWT_SECRET).isEmpty()) {
            errors.add("JWT_SECRET: is not set; must be " + Setting.JWT_SECRET.acceptedValues());
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return new Config(
                host.orElseThrow(),
                port.orElseThrow(),
                database.orElseThrow(),
                migrate.orElseThrow(),
                redis.map(found -> found.withCommandTimeout(redisTimeout.orElseThrow())),
                jwtSecret,
                ttl.orElseThrow(),
                new Config.MailConfig(
                        publicUrl,
                        smtp,
                        from.orElseThrow(),
                        mails.orElseGet(() -> mailDirectoryBeside(database.orElseThrow())),
                        templates),
                throttle.orElseThrow(),
                proxies.orElse(TrustedProxies.NONE),
                origins.orElse(AllowedOrigins.NONE),
                retention.orElseThrow());
    }

    private static Path mailDirectoryBeside(Database database) {
        return database.embeddedFile()
                .map(file -> file.toAbsolutePath().normalize().resolveSibling("mails"))
                .orElseGet(() -> Path.of("roster-mails"));
    }

    /** Returns the parsed value; empty if it is not set or is invalid. Adds an error if it is invalid. */
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
            errors.add(name + ": must be " + setting.acceptedValues() + ", but was " + shown.apply(text));
            return Optional.empty();
        }
    }

    private String text(Setting setting) {
        String given = arguments.flags().containsKey(setting)
                ? arguments.flags().getOrDefault(setting, "")
                : environment.getOrDefault(setting.name(), "");
        // Every byte of a secret counts. In other settings, surrounding white space is a mistake.
        String text = setting == Setting.JWT_SECRET ? given : given.strip();
        return text.isEmpty() ? setting.defaultValue() : text;
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
        require(timeout.toMillis() >= 1 && timeout.compareTo(MAX_REDIS_TIMEOUT) <= 0);
        return timeout;
    }

    private static Duration ttl(String text) {
        return wholeSeconds(text, Duration.ofSeconds(1));
    }

    private static Duration retention(String text) {
        return wholeSeconds(text, Duration.ofHours(1));
    }

    private static Duration wholeSeconds(String text, Duration shortest) {
        Duration duration = Duration.parse(text);
        require(duration.compareTo(shortest) >= 0 && duration.compareTo(MAX_DURATION) <= 0);
        require(duration.equals(duration.truncatedTo(ChronoUnit.SECONDS)));
        return duration;
    }

    private static URI publicUrl(String text) {
        URI url = URI.create(text);
        require("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        require(url.getHost() != null && url.getUserInfo() == null);
        require(url.getQuery() == null && url.getFragment() == null);
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("invalid value");
        }
    }
}
