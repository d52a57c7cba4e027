package dev.roster.bootstrap;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.http.jwt.JwtAccessTokens;
import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.redis.RedisSettings;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.storage.Storage;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import dev.roster.bootstrap.config.Config.ManagementConfig;
import dev.roster.bootstrap.config.DataDirectory;
import dev.roster.bootstrap.mail.MailSettings;
import dev.roster.bootstrap.secrets.SecureTokenGenerator;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Composes the services with a storage and starts them as one {@link Roster}: the relays that deliver the messages of
 * the outbox, the deletion of old data, and an HTTP server if {@link #http} is set. Only the storage is required. The
 * services come from a started {@link Roster} only, so none can exist whose messages no relay delivers.
 *
 * <p>{@link Roster#close()} closes what the service has opened itself: databases, mail and Redis connections that are
 * given as settings, and the default password hasher. A component that is given as an object belongs to the caller, who
 * closes it after the service.
 *
 * <p>Not thread-safe. A builder may start several services.
 */
public final class RosterBuilder {

    private static final Duration DATABASE_START_TIMEOUT = Duration.ofSeconds(30);

    final Optional<Database> database;
    final Opener<? extends Storage> storage;

    @Nullable
    Opener<RedisParts> redis;

    @Nullable
    UserCache cache;

    @Nullable
    NotificationService notifications;

    @Nullable
    LoginThrottle throttle;

    boolean clientLimits = true;
    boolean openRegistration = true;

    @Nullable
    Opener<? extends EmailService> mails;

    @Nullable
    MailSettings mailSettings;

    int mailSenders = 4;

    @Nullable
    URI publicUrl;

    Opener<? extends PasswordHasher> hasher = RosterWiring::newHasher;
    PasswordBlocklist blockedPasswords = PasswordBlocklist.NONE;
    TokenGenerator tokenGenerator = new SecureTokenGenerator();

    @Nullable
    AccessTokens accessTokens;

    byte @Nullable [] accessTokenSecret;
    Duration accessTokenTtl = Duration.ofHours(1);
    Duration auditRetention = Duration.ofDays(90);
    InstantSource clock = InstantSource.system();

    @Nullable
    HttpSettings http;

    @Nullable
    ManagementConfig management;

    final Map<String, BooleanSupplier> optionalHealth = new LinkedHashMap<>();

    private RosterBuilder(Optional<Database> database, Opener<? extends Storage> storage) {
        this.database = database;
        this.storage = storage;
    }

    /**
     * Creates a builder for a service on PostgreSQL or H2. The start waits up to 30 seconds for PostgreSQL to accept
     * connections, and migrates the schema to the current version. For other timeouts, or to migrate separately, open
     * a {@link JooqStorage} and call {@link #on(Storage)}.
     */
    public static RosterBuilder on(Database database) {
        return on(Optional.of(database), opened -> {
            DataDirectory.prepare(database);
            JooqStorage storage = opened.add(JooqStorage.open(database, DATABASE_START_TIMEOUT));
            Schema.migrate(database);
            return storage;
        });
    }

    /** Creates a builder for a service on a storage that the caller closes afterwards. */
    public static RosterBuilder on(Storage storage) {
        Objects.requireNonNull(storage, "storage");
        return new RosterBuilder(Optional.empty(), opened -> storage);
    }

    static RosterBuilder on(Optional<Database> database, Opener<? extends Storage> storage) {
        return new RosterBuilder(database, storage);
    }

    /**
     * Shares cache, notifications and login throttle with other nodes through Redis, except those that are set by their
     * own methods. Requires {@code dev.roster:roster-adapters-redis}.
     */
    public RosterBuilder redis(RedisSettings settings) {
        Objects.requireNonNull(settings, "settings");
        return redis(opened -> RedisParts.open(settings, RosterWiring.localThrottle(clock), clock, opened));
    }

    RosterBuilder redis(Opener<RedisParts> opener) {
        redis = opener;
        return this;
    }

    /** Sets the cache of users. Default: none. */
    public RosterBuilder cache(UserCache value) {
        cache = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets the notification service. Default: notifications are written to the log. */
    public RosterBuilder notifications(NotificationService value) {
        notifications = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets the login throttle. Default: one that counts in the memory of this process. */
    public RosterBuilder throttle(LoginThrottle value) {
        throttle = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets whether the throttle limits requests of one client. Default: true; turn it off only for load tests. */
    public RosterBuilder clientLimits(boolean on) {
        clientLimits = on;
        return this;
    }

    /** Sets whether everyone may register. Default: true; with false, only admins create accounts. */
    public RosterBuilder openRegistration(boolean on) {
        openRegistration = on;
        return this;
    }

    /** Sets an email service of the caller's own, which composes the mails and their links itself. */
    public RosterBuilder mail(EmailService value) {
        Objects.requireNonNull(value, "value");
        return mail(opened -> value);
    }

    /**
     * Sets how Roster's own mails are sent. Default: they are written to files in {@code mails} beside an embedded
     * database, otherwise in {@code roster-mails}.
     */
    public RosterBuilder mail(MailSettings settings) {
        mailSettings = Objects.requireNonNull(settings, "settings");
        mails = null;
        return this;
    }

    RosterBuilder mail(Opener<? extends EmailService> opener) {
        mails = opener;
        return this;
    }

    /**
     * Sets the maximum number of mails that are sent at the same time. Default: 4.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public RosterBuilder mailSenders(int maximum) {
        if (maximum < 1) {
            throw new IllegalArgumentException("mailSenders must be at least 1, but was " + maximum);
        }
        mailSenders = maximum;
        return this;
    }

    /**
     * Sets the base URL of links in Roster's own mails. Default: the address of the HTTP server.
     *
     * @throws IllegalArgumentException if it is not an absolute URL of HTTP or HTTPS
     */
    public RosterBuilder publicUrl(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || url.getRawAuthority() == null) {
            throw new IllegalArgumentException("publicUrl must be http://HOST... or https://..., but was " + url);
        }
        publicUrl = url;
        return this;
    }

    /** Sets the password hasher. Default: {@link Argon2PasswordHasher}. */
    public RosterBuilder passwordHasher(PasswordHasher value) {
        Objects.requireNonNull(value, "value");
        return passwordHasher(opened -> value);
    }

    RosterBuilder passwordHasher(Opener<? extends PasswordHasher> opener) {
        hasher = opener;
        return this;
    }

    /** Sets the passwords that users may not choose. Default: none. */
    public RosterBuilder blockedPasswords(PasswordBlocklist value) {
        blockedPasswords = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets the generator of the tokens in mails. Default: {@link SecureTokenGenerator}. */
    public RosterBuilder tokenGenerator(TokenGenerator value) {
        tokenGenerator = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Sets the secret that signs access tokens and makes entity tags opaque, the same on every node. Required with
     * PostgreSQL. Default on an embedded database: generated once and stored beside it; otherwise: random at each
     * start, which ends all sessions.
     *
     * @throws IllegalArgumentException if it is shorter than 32 bytes
     */
    public RosterBuilder accessTokenSecret(byte[] secret) {
        if (secret.length < JwtAccessTokens.MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("accessTokenSecret must have at least "
                    + JwtAccessTokens.MIN_SECRET_BYTES + " bytes, but has " + secret.length);
        }
        accessTokenSecret = secret.clone();
        return this;
    }

    /** Sets how long access tokens are valid. Default: one hour. */
    public RosterBuilder accessTokenTtl(Duration ttl) {
        accessTokenTtl = Objects.requireNonNull(ttl, "ttl");
        return this;
    }

    /** Sets access tokens of the caller's own, instead of JSON Web Tokens with a secret and a TTL. */
    public RosterBuilder accessTokens(AccessTokens value) {
        accessTokens = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Sets how long security events are kept. Default: 90 days.
     *
     * @throws IllegalArgumentException if it is below an hour
     */
    public RosterBuilder auditRetention(Duration retention) {
        if (retention.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("auditRetention must be at least PT1H, but was " + retention);
        }
        auditRetention = retention;
        return this;
    }

    /** Sets the clock of all services. Default: the system's. */
    public RosterBuilder clock(InstantSource value) {
        clock = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Serves the API over HTTP. Default: only the services are started. The key for entity tags is derived from the
     * {@linkplain #accessTokenSecret secret}.
     */
    public RosterBuilder http(HttpSettings settings) {
        http = Objects.requireNonNull(settings, "settings");
        return this;
    }

    /** Starts a management server with metrics. */
    RosterBuilder management(ManagementConfig address) {
        management = address;
        return this;
    }

    /**
     * Adds a dependency to the readiness check of the HTTP server. If it is down, the service is degraded, but ready.
     *
     * @param name name in the response, such as {@code "memcached"}
     * @param isUp checks the dependency; may block
     */
    public RosterBuilder optionalDependency(String name, BooleanSupplier isUp) {
        optionalHealth.put(name, isUp);
        return this;
    }

    /**
     * Starts the service. Once this method returns, messages are delivered and requests are served. If the start fails,
     * everything that it has opened is closed.
     *
     * @throws IllegalStateException if a required value is not set; the message names all of them
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the database is unreachable
     * @throws dev.roster.adapters.jdbc.SchemaException if the schema cannot be migrated
     * @throws dev.roster.adapters.redis.UnsuitableRedisException if the Redis server can never be used
     * @throws dev.roster.adapters.http.ServerStartException if the server cannot listen on the address
     */
    public Roster start() {
        return new RosterWiring(this).start();
    }
}
