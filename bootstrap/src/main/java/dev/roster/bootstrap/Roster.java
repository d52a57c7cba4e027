package dev.roster.bootstrap;

import dev.roster.adapters.http.Health;
import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.http.RosterServer;
import dev.roster.adapters.http.Services;
import dev.roster.adapters.http.jwt.JwtAccessTokens;
import dev.roster.adapters.http.request.EntityTagKey;
import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.redis.RedisConnection;
import dev.roster.adapters.redis.RedisLoginThrottle;
import dev.roster.adapters.redis.RedisNotificationService;
import dev.roster.adapters.redis.RedisSettings;
import dev.roster.adapters.redis.RedisUserCache;
import dev.roster.adapters.redis.UnsuitableRedisException;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.AuthService;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.account.UserService;
import dev.roster.application.outbox.OutboxNotifyingStorage;
import dev.roster.application.outbox.OutboxRelay;
import dev.roster.application.outbox.RetentionJob;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.post.CommentService;
import dev.roster.application.post.PostService;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import dev.roster.bootstrap.config.Config;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.bootstrap.config.DataDirectory;
import dev.roster.bootstrap.config.JwtSecret;
import dev.roster.bootstrap.config.JwtSecretFile;
import dev.roster.bootstrap.mail.FolderEmailService;
import dev.roster.bootstrap.mail.MailComposer;
import dev.roster.bootstrap.mail.MailTemplates;
import dev.roster.bootstrap.mail.SmtpEmailService;
import dev.roster.bootstrap.secrets.SecureTokenGenerator;
import dev.roster.bootstrap.throttle.LocalLoginThrottle;
import dev.roster.bootstrap.throttle.ThrottleWithoutClients;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The running service with all its resources, which it closes in reverse order. */
public final class Roster implements AutoCloseable {

    private static final Duration RELAY_PAUSE = Duration.ofSeconds(1);
    private static final Duration RETENTION_PAUSE = Duration.ofHours(1);

    private final CloseableStack opened;
    private final RosterServer server;
    private final JooqStorage storage;

    private Roster(CloseableStack opened, RosterServer server, JooqStorage storage) {
        this.opened = opened;
        this.server = server;
        this.storage = storage;
    }

    /**
     * Starts the service. Once this method returns, requests are served. If the start fails, everything opened so far
     * is closed.
     *
     * @throws ConfigException if a setting does not work
     * @throws dev.roster.application.port.storage.StorageUnavailableException if the database is unreachable
     * @throws dev.roster.adapters.jdbc.SchemaException if the schema is not up to date and cannot be migrated
     * @throws dev.roster.adapters.http.ServerStartException if the server cannot listen on the address
     */
    public static Roster start(Config config) {
        return start(config, Argon2PasswordHasher::new);
    }

    /** Starts the service with another hasher. Only for tests: no setting may weaken the hashes. */
    static Roster start(Config config, Supplier<Argon2PasswordHasher> hasher) {
        CloseableStack opened = new CloseableStack();
        try {
            return start(config, hasher, opened);
        } catch (RuntimeException | Error failed) {
            opened.close();
            throw failed;
        }
    }

    private static Roster start(Config config, Supplier<Argon2PasswordHasher> newHasher, CloseableStack opened) {
        InstantSource clock = InstantSource.system();

        preloadServer();
        DataDirectory.prepare(config.database());
        JooqStorage storage = opened.add(JooqStorage.open(config.database(), config.databaseStartTimeout()));
        if (config.migrate()) {
            Schema.migrate(config.database());
        } else {
            Schema.requireCurrent(config.database());
        }

        Optional<RedisConnection> redis = config.redis().map(settings -> opened.add(connect(settings)));
        Optional<RedisConnection> relayRedis = redis.map(to -> opened.add(to.forRelay()));
        UserCache cache = cache(redis);
        NotificationService notifications = relayRedis
                .<NotificationService>map(
                        to -> new RedisNotificationService(to, RedisNotificationService.DEFAULT_MAX_LENGTH))
                .orElseGet(LogNotificationService::new);
        LoginThrottle throttle = throttle(config, redis, clock);

        Argon2PasswordHasher hasher = opened.add(newHasher.get());
        TokenGenerator secrets = new SecureTokenGenerator();
        Map<Lane, RelayThreads> relays = new EnumMap<>(Lane.class);
        Storage waking = new OutboxNotifyingStorage(
                storage, lane -> Optional.ofNullable(relays.get(lane)).ifPresent(threads -> threads.wake(lane)));
        UserService users = new UserService(waking, cache, hasher, config.blockedPasswords(), secrets, throttle, clock);
        byte[] secret = jwtSecret(config).bytes();
        AccessTokens tokens = new JwtAccessTokens(secret, config.accessTokenTtl(), clock);
        Services services = new Services(
                users,
                new PostService(waking, clock),
                new CommentService(waking, clock),
                new AuthService(waking, hasher, tokens, throttle, clock),
                new AccountService(waking, cache, hasher, config.blockedPasswords(), throttle, clock));

        CompletableFuture<URI> publicUrl = new CompletableFuture<>();
        config.mail().publicUrl().ifPresent(publicUrl::complete);
        EmailService mails = mails(config.mail(), publicUrl::join, clock, opened);
        OneTimeTokenMailer tokenMailer = new OneTimeTokenMailer(waking, secrets, clock);
        OutboxRelay relay =
                new OutboxRelay(storage.outboxQueue(), tokenMailer, mails, notifications, cache(relayRedis), clock);
        RelayThreads promptRelay = opened.add(new RelayThreads("relay", 1, Set.of(Lane.DEFAULT), relay::deliverDue));
        RelayThreads cacheRelay = opened.add(new RelayThreads("cache-relay", 1, Set.of(Lane.CACHE), relay::deliverDue));
        RelayThreads mailRelay =
                opened.add(new RelayThreads("mail-relay", config.mail().senders(), Lane.MAILS, relay::deliverDue));
        relays.put(Lane.DEFAULT, promptRelay);
        relays.put(Lane.CACHE, cacheRelay);
        Lane.MAILS.forEach(lane -> relays.put(lane, mailRelay));

        Map<String, BooleanSupplier> helpers = redis.<Map<String, BooleanSupplier>>map(to -> Map.of("redis", to::isUp))
                .orElse(Map.of());
        Health health = new Health(Map.of("storage", storage::ping), helpers);
        // A client that follows a path of the server itself would leave the prefix that a proxy has removed.
        boolean hasPrefix = config.mail()
                .publicUrl()
                .map(URI::getPath)
                .filter(path -> !path.isEmpty())
                .isPresent();
        HttpSettings http = HttpSettings.on(config.host(), config.port())
                .withKeepAliveTimeout(config.keepAliveTimeout())
                .withRelativeLocations(hasPrefix)
                .withEntityTagKey(EntityTagKey.derivedFrom(secret))
                .withClientLimits(config.httpClientLimits())
                .withAccessLog(config.log().access())
                .withTrustedProxies(config.trustedProxies())
                .withAllowedOrigins(config.allowedOrigins());
        RosterServer server = opened.add(RosterServer.start(http, services, health));
        publicUrl.complete(server.baseUri()); // no effect if a URL is configured
        RetentionJob retention = new RetentionJob(storage, config.auditRetention(), clock);
        Stream.of(promptRelay, cacheRelay, mailRelay).forEach(threads -> threads.start(RELAY_PAUSE));
        promptRelay.repeat(retention::purgeExpired, RELAY_PAUSE, RETENTION_PAUSE);
        return new Roster(opened, server, storage);
    }

    /** Loads the server's classes while the database is opened. A start takes 10 % less time. */
    private static void preloadServer() {
        Thread loading = new Thread(RosterServer::preload, "preload");
        loading.setDaemon(true);
        loading.start();
    }

    private static RedisConnection connect(RedisSettings settings) {
        try {
            return RedisConnection.open(settings);
        } catch (UnsuitableRedisException refused) {
            throw new ConfigException("REDIS_URL: " + refused.getMessage());
        }
    }

    /** Returns the cache that all nodes share, or {@link UserCache#NONE} without Redis. */
    static UserCache cache(Optional<RedisConnection> redis) {
        return redis.<UserCache>map(to -> new RedisUserCache(to, RedisUserCache.DEFAULT_TTL))
                .orElse(UserCache.NONE);
    }

    private static LoginThrottle throttle(Config config, Optional<RedisConnection> redis, InstantSource clock) {
        if (!config.loginThrottle()) {
            return LoginThrottle.NONE;
        }
        LoginThrottle local = new LocalLoginThrottle(clock);
        LoginThrottle shared = redis.<LoginThrottle>map(to -> new RedisLoginThrottle(to, local, clock))
                .orElse(local);
        return config.clientLimits() ? shared : new ThrottleWithoutClients(shared);
    }

    private static EmailService mails(
            Config.MailConfig config, Supplier<URI> publicUrl, InstantSource clock, CloseableStack opened) {
        MailComposer messages = new MailComposer(config.sender(), templates(config), publicUrl, clock);
        return config.smtp()
                .<EmailService>map(settings -> opened.add(new SmtpEmailService(settings, messages)))
                .orElseGet(() -> new FolderEmailService(config.directory(), messages, clock));
    }

    private static MailTemplates templates(Config.MailConfig config) {
        try {
            return config.templates().map(MailTemplates::withOverrides).orElseGet(MailTemplates::builtIn);
        } catch (IllegalArgumentException refused) {
            throw new ConfigException("MAIL_TEMPLATES: " + refused.getMessage());
        }
    }

    private static JwtSecret jwtSecret(Config config) {
        Database database = config.database();
        return config.jwtSecret()
                .orElseGet(() -> database.embeddedFile()
                        .map(file -> JwtSecretFile.beside(file).readOrCreate())
                        .orElseGet(JwtSecret::random));
    }

    /** Returns the URL of the server, with its actual port. */
    public URI baseUri() {
        return server.baseUri();
    }

    /** Returns a description of the database for operators, without secrets. */
    public String storage() {
        return storage.description();
    }

    /**
     * Makes the readiness check fail, and keeps serving for the given time, in which load balancers notice it. Call
     * {@link #close()} afterwards.
     */
    public void drain(Duration delay) {
        server.startDrain();
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Closes in the reverse order of the start: the HTTP server (running requests finish), the relays (running
     * deliveries finish), the password hasher, Redis, the storage. A second call does nothing.
     */
    @Override
    public synchronized void close() {
        opened.close();
    }
}
