package dev.roster.bootstrap.config;

import dev.roster.adapters.http.jetty.AllowedOrigins;
import dev.roster.adapters.http.jetty.ClientLimits;
import dev.roster.adapters.http.pages.PageSettings;
import dev.roster.adapters.http.pages.PageTemplates;
import dev.roster.adapters.http.request.TrustedProxies;
import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.redis.RedisSettings;
import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.bootstrap.log.LogSettings;
import dev.roster.bootstrap.mail.MailSender;
import dev.roster.bootstrap.mail.SmtpSettings;
import dev.roster.bootstrap.mail.UrlAuthority;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
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
import org.slf4j.event.Level;

/** Reads and validates the {@linkplain Setting settings}, and reports all errors at once. */
public final class SettingsReader {

    private static final int MAX_MAIL_SENDERS = 64;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,7}");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})|\\[?[0-9A-Fa-f:.]{2,45}(%[A-Za-z0-9._-]{1,32})?]?");
    private static final Duration MAX_DURATION = Duration.ofDays(3650);
    private static final int MAX_PORT = 65_535;
    private static final int MAX_POOL_SIZE = 1_000;
    private static final Duration ONE_HOUR = Duration.ofHours(1);
    private static final int MAX_CLIENT_LIMIT = 1_000_000;
    private static final Duration MAX_REDIS_TIMEOUT = Duration.ofSeconds(10);

    private final List<String> errors;
    private final GivenSettings given;

    private SettingsReader(Map<Setting, String> flags, Map<String, String> environment, List<String> errors) {
        this.errors = new ArrayList<>(errors);
        this.given = new GivenSettings(flags, environment, this.errors);
    }

    /**
     * Reads and validates the settings. A flag overrides the environment; an empty value means the default. The value
     * of a secret may be in a file, whose name is in the setting that ends with {@code _FILE}.
     *
     * @param serving whether the settings must suffice for serving requests, and the directories must be usable
     * @param errors errors of the command line, which are reported together with those of the settings
     * @throws ConfigException if there is any error; lists all errors
     */
    public static Config read(
            Map<Setting, String> flags, Map<String, String> environment, boolean serving, List<String> errors) {
        return new SettingsReader(flags, environment, errors).read(serving);
    }

    private Config read(boolean serving) {
        Optional<Integer> port = value(Setting.HTTP_PORT, text -> number(text, 0, MAX_PORT));
        Optional<String> host = value(Setting.HTTP_HOST, SettingsReader::host);
        Optional<Integer> managementPort = value(Setting.MANAGEMENT_PORT, text -> number(text, 0, MAX_PORT));
        Optional<String> managementHost = value(Setting.MANAGEMENT_HOST, SettingsReader::host);
        Optional<Duration> keepAlive =
                value(Setting.KEEP_ALIVE_TIMEOUT, text -> upToOneHour(text, Duration.ofSeconds(1)));
        Optional<Duration> shutdownDelay = value(Setting.SHUTDOWN_DELAY, SettingsReader::upToOneHour);
        Optional<Database> database = value(Setting.DATABASE_URL, Database::parse);
        Optional<Integer> poolSize = value(Setting.DATABASE_POOL_SIZE, text -> number(text, 1, MAX_POOL_SIZE));
        Optional<Duration> startTimeout = value(Setting.DATABASE_START_TIMEOUT, SettingsReader::upToOneHour);
        Optional<Boolean> migrate = value(Setting.MIGRATE, SettingsReader::onOff);
        Optional<RedisSettings> redis = value(Setting.REDIS_URL, RedisSettings::parse);
        Optional<Duration> redisTimeout = value(Setting.REDIS_TIMEOUT, SettingsReader::redisTimeout);
        Optional<JwtSecret> jwtSecret = value(Setting.JWT_SECRET, JwtSecret::of);
        Optional<Duration> ttl = value(Setting.ACCESS_TOKEN_TTL, text -> wholeSeconds(text, Duration.ofSeconds(1)));
        Optional<URI> publicUrl = value(Setting.PUBLIC_URL, SettingsReader::publicUrl);
        Optional<MailSender> from = value(Setting.MAIL_FROM, MailSender::parse);
        Optional<SmtpSettings> smtp = value(Setting.SMTP_URL, SmtpSettings::parse);
        Optional<Path> mails = value(Setting.MAIL_DIR, Path::of);
        Optional<Integer> senders = value(Setting.MAIL_SENDERS, text -> number(text, 1, MAX_MAIL_SENDERS));
        Optional<Path> templates = value(Setting.MAIL_TEMPLATES, Path::of);
        Optional<Boolean> registration = value(Setting.REGISTRATION, SettingsReader::onOff);
        Optional<URI> appUrl = value(Setting.APP_URL, SettingsReader::httpUrl);
        Optional<Path> pageDirectory = value(Setting.PAGE_TEMPLATES, Path::of);
        // Only a server needs the files.
        Optional<PageTemplates> pages = serving ? pageDirectory.flatMap(this::pageTemplates) : Optional.empty();
        Optional<Boolean> throttle = value(Setting.LOGIN_THROTTLE, SettingsReader::onOff);
        Optional<Boolean> clientLimits = value(Setting.CLIENT_LIMITS, SettingsReader::onOff);
        Optional<Integer> connections = value(Setting.CLIENT_CONNECTIONS, text -> number(text, 1, MAX_CLIENT_LIMIT));
        Optional<Integer> requests = value(Setting.CLIENT_REQUESTS, text -> number(text, 1, MAX_CLIENT_LIMIT));
        // Only a server needs the file.
        Optional<PasswordBlocklist> blocked = serving
                ? value(Setting.PASSWORD_BLOCKLIST, PasswordBlocklists::parse)
                : Optional.of(PasswordBlocklist.NONE);
        Optional<TrustedProxies> proxies = value(Setting.TRUSTED_PROXIES, TrustedProxies::parse);
        Optional<AllowedOrigins> origins = value(Setting.CORS_ORIGINS, AllowedOrigins::parse);
        Optional<Duration> retention = value(Setting.AUDIT_RETENTION, text -> wholeSeconds(text, Duration.ofHours(1)));
        Optional<Level> logLevel = value(Setting.LOG_LEVEL, SettingsReader::logLevel);
        Optional<Boolean> json = value(Setting.LOG_FORMAT, text -> oneOf(text, "json", "text"));
        Optional<Boolean> accessLog = value(Setting.ACCESS_LOG, SettingsReader::onOff);
        boolean needsSecret =
                serving && database.filter(found -> !found.isEmbedded()).isPresent();
        if (needsSecret && !given.isPresent(Setting.JWT_SECRET)) {
            errors.add("JWT_SECRET: is not set; must be " + Setting.JWT_SECRET.acceptedValues());
        }
        if (serving) {
            addDirectoryErrors(database, mails, templates);
        }
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return new Config(
                host.orElseThrow(),
                port.orElseThrow(),
                keepAlive.orElseThrow(),
                shutdownDelay.orElseThrow(),
                database.orElseThrow().withPoolSize(poolSize.orElseThrow()),
                startTimeout.orElseThrow(),
                migrate.orElseThrow(),
                redis.map(found -> found.withCommandTimeout(redisTimeout.orElseThrow())),
                jwtSecret,
                ttl.orElseThrow(),
                new Config.MailConfig(
                        publicUrl,
                        smtp,
                        from.orElseThrow(),
                        mails.orElseGet(() -> DataDirectory.mailFolder(database.orElseThrow())),
                        senders.orElseThrow(),
                        templates),
                registration.orElseThrow(),
                new PageSettings(appUrl, pages.orElseGet(PageTemplates::builtIn)),
                throttle.orElseThrow(),
                clientLimits.orElseThrow(),
                clientLimits.orElseThrow()
                        ? new ClientLimits(connections.orElseThrow(), requests.orElseThrow())
                        : ClientLimits.OFF,
                blocked.orElseThrow(),
                proxies.orElse(TrustedProxies.NONE),
                origins.orElse(AllowedOrigins.NONE),
                retention.orElseThrow(),
                new LogSettings(logLevel.orElseThrow(), json.orElseThrow(), accessLog.orElseThrow()),
                managementPort.map(found -> new Config.ManagementConfig(managementHost.orElseThrow(), found)));
    }

    /** Tries the directories, because a server would need some of them only long after its start. */
    private void addDirectoryErrors(Optional<Database> database, Optional<Path> mails, Optional<Path> templates) {
        Optional<String> databaseError = database.flatMap(Directories::databaseError);
        databaseError.ifPresent(errors::add);
        if (!given.isPresent(Setting.SMTP_URL)) {
            // The default is beside the database, so one error is enough for both.
            Optional<Database> usable = databaseError.isPresent() ? Optional.empty() : database;
            mails.or(() -> usable.map(DataDirectory::mailFolder))
                    .flatMap(Directories::mailsError)
                    .ifPresent(errors::add);
        }
        templates.flatMap(Directories::templatesError).ifPresent(errors::add);
    }

    private Optional<PageTemplates> pageTemplates(Path directory) {
        try {
            return Optional.of(PageTemplates.withOverrides(directory));
        } catch (IllegalArgumentException refused) {
            errors.add("PAGE_TEMPLATES: " + refused.getMessage());
            return Optional.empty();
        }
    }

    /** Returns the parsed value; empty if it is not set or is invalid. Adds an error if it is invalid. */
    private <T> Optional<T> value(Setting setting, Function<String, T> parse) {
        String text = given.text(setting);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String name = given.nameOf(setting);
        if (given.isDamaged(setting)) {
            errors.add(name + ": " + ProcessText.DAMAGED);
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException | DateTimeException refused) {
            errors.add(name + ": must be " + setting.acceptedValues() + ", but was " + redacted(setting, text)
                    + reason(setting, refused));
            return Optional.empty();
        }
    }

    /** Returns why a path, a file, a scheme or an option of a URL cannot be used; quotes its name at most. */
    private static String reason(Setting setting, RuntimeException refused) {
        if (refused instanceof InvalidPathException path && !ProcessText.isAscii(path.getInput())) {
            return ProcessText.UNNAMEABLE;
        }
        String message = String.valueOf(refused.getMessage());
        boolean shown = switch (setting) {
            case DATABASE_URL -> message.startsWith("the option");
            case REDIS_URL -> message.startsWith("the Sentinels");
            case PASSWORD_BLOCKLIST -> message.startsWith("the file");
            default -> false;
        };
        return shown ? ": " + message : "";
    }

    private static String redacted(Setting setting, String text) {
        return switch (setting) {
            case DATABASE_URL, REDIS_URL, SMTP_URL -> Redaction.schemeOnly(text);
            case JWT_SECRET -> Redaction.lengthOnly(text.getBytes(StandardCharsets.UTF_8).length);
            default -> Redaction.quote(text);
        };
    }

    private static int number(String text, int min, int max) {
        require(NUMBER.matcher(text).matches());
        int number = Integer.parseInt(text);
        require(number >= min && number <= max);
        return number;
    }

    private static String host(String text) {
        require(HOST.matcher(text).matches());
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean onOff(String text) {
        return oneOf(text, "on", "off");
    }

    /** Returns whether the text is the first of two words, in whatever case. */
    private static boolean oneOf(String text, String yes, String no) {
        String word = text.toLowerCase(Locale.ROOT);
        require(word.equals(yes) || word.equals(no));
        return word.equals(yes);
    }

    private static Level logLevel(String text) {
        Level level = Level.valueOf(text.toUpperCase(Locale.ROOT));
        require(level != Level.TRACE);
        return level;
    }

    private static Duration upToOneHour(String text) {
        return upToOneHour(text, Duration.ZERO);
    }

    private static Duration upToOneHour(String text, Duration shortest) {
        Duration duration = wholeSeconds(text, shortest);
        require(duration.compareTo(ONE_HOUR) <= 0);
        return duration;
    }

    private static Duration redisTimeout(String text) {
        Duration timeout = Duration.parse(text);
        require(timeout.toMillis() >= 1 && timeout.compareTo(MAX_REDIS_TIMEOUT) <= 0);
        return timeout;
    }

    private static Duration wholeSeconds(String text, Duration shortest) {
        Duration duration = Duration.parse(text);
        require(duration.compareTo(shortest) >= 0 && duration.compareTo(MAX_DURATION) <= 0);
        require(duration.equals(duration.truncatedTo(ChronoUnit.SECONDS)));
        return duration;
    }

    private static URI httpUrl(String text) {
        URI url = URI.create(text);
        require("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        UrlAuthority authority = UrlAuthority.of(url);
        require(authority.userInfo().isEmpty() && authority.port() <= MAX_PORT);
        return url;
    }

    private static URI publicUrl(String text) {
        URI url = httpUrl(text);
        require(url.getQuery() == null && url.getFragment() == null);
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("invalid value");
        }
    }
}
