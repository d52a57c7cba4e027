package dev.roster.bootstrap;

import dev.roster.adapters.http.Health;
import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.http.RosterServer;
import dev.roster.adapters.http.Services;
import dev.roster.adapters.http.jwt.JwtAccessTokens;
import dev.roster.adapters.http.request.EntityTagKey;
import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.AuthService;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.account.UserService;
import dev.roster.application.outbox.OutboxNotifyingStorage;
import dev.roster.application.outbox.OutboxRelay;
import dev.roster.application.outbox.RetentionJob;
import dev.roster.application.port.OptionalLibrary;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.delivery.EmailService;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.post.CommentService;
import dev.roster.application.post.PostService;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import dev.roster.bootstrap.config.DataDirectory;
import dev.roster.bootstrap.config.JwtSecret;
import dev.roster.bootstrap.config.JwtSecretFile;
import dev.roster.bootstrap.mail.MailSettings;
import dev.roster.bootstrap.throttle.LocalLoginThrottle;
import dev.roster.bootstrap.throttle.ThrottleWithoutClients;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One start of the service that a {@link RosterBuilder} describes. */
final class RosterWiring {

    private static final Logger LOG = LoggerFactory.getLogger(RosterBuilder.class);

    private static final OptionalLibrary ARGON2 = new OptionalLibrary(
            "org/bouncycastle/crypto/generators/Argon2BytesGenerator.class",
            "org.bouncycastle:bcprov-jdk18on:1.85",
            "the default password hasher");

    private static final Duration RELAY_PAUSE = Duration.ofSeconds(1);
    private static final Duration RETENTION_PAUSE = Duration.ofHours(1);

    private final RosterBuilder parts;
    private final InstantSource clock;
    private final CloseableStack opened = new CloseableStack();

    /** Completed by the server's address if no URL is set. */
    private final CompletableFuture<URI> publicUrl = new CompletableFuture<>();

    RosterWiring(RosterBuilder parts) {
        this.parts = parts;
        this.clock = parts.clock;
        if (parts.publicUrl != null) {
            publicUrl.complete(parts.publicUrl);
        }
    }

    static LoginThrottle localThrottle(InstantSource clock) {
        return new LocalLoginThrottle(clock);
    }

    Roster start() {
        rejectMissingValues();
        if (parts.http != null) {
            preloadServer();
        }
        try {
            return open();
        } catch (RuntimeException | Error failed) {
            opened.close();
            throw failed;
        }
    }

    private void rejectMissingValues() {
        List<String> missing = new ArrayList<>();
        boolean needsSecret =
                parts.database.filter(found -> !found.isEmbedded()).isPresent();
        if (needsSecret && parts.accessTokenSecret == null && parts.accessTokens == null) {
            missing.add("accessTokenSecret must be set with PostgreSQL, because all nodes must use the same secret");
        }
        if (parts.http == null && parts.publicUrl == null && parts.mails == null) {
            missing.add("publicUrl must be set, because without HTTP there is no address for links in mails;"
                    + " or set an EmailService that composes them");
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(String.join(System.lineSeparator(), missing));
        }
    }

    private Roster open() {
        // Closed last, so that the stop can be observed.
        Metering metering = new Metering(parts.management, clock, opened);
        Storage storage = parts.storage.open(opened);
        Optional<RedisParts> redis = Optional.ofNullable(parts.redis).map(opener -> opener.open(opened));
        Optional<UserCache> ownCache = Optional.ofNullable(parts.cache);
        redis.ifPresent(metering::watch);
        UserCache cache =
                metering.cache(ownCache.or(() -> redis.map(RedisParts::cache)).orElse(UserCache.NONE));
        UserCache relayCache = metering.cache(
                ownCache.or(() -> redis.map(RedisParts::relayCache)).orElse(UserCache.NONE));
        NotificationService notifications = Optional.ofNullable(parts.notifications)
                .or(() -> redis.map(RedisParts::notifications))
                .orElseGet(LogNotificationService::new);
        LoginThrottle throttle = metering.throttle(throttle(redis));
        PasswordHasher hasher = metering.hasher(parts.hasher.open(opened));

        Map<Lane, RelayThreads> relays = new EnumMap<>(Lane.class);
        Storage waking = new OutboxNotifyingStorage(
                storage, lane -> Optional.ofNullable(relays.get(lane)).ifPresent(threads -> threads.wake(lane)));
        Optional<byte[]> secret = secret();
        UserService users =
                new UserService(waking, cache, hasher, parts.blockedPasswords, parts.tokenGenerator, throttle, clock);
        Services services = new Services(
                parts.openRegistration ? users : users.withRegistrationClosed(),
                new PostService(waking, clock),
                new CommentService(waking, clock),
                new AuthService(waking, hasher, accessTokens(secret), throttle, clock),
                new AccountService(waking, cache, hasher, parts.blockedPasswords, throttle, clock));

        OutboxRelay relay = new OutboxRelay(
                metering.outboxQueue(storage),
                new OneTimeTokenMailer(waking, parts.tokenGenerator, clock),
                mails(),
                notifications,
                relayCache,
                clock);
        RelayThreads defaultRelay = addRelay("relay", 1, Set.of(Lane.DEFAULT), relay, relays);
        addRelay("cache-relay", 1, Set.of(Lane.CACHE), relay, relays);
        addRelay("mail-relay", parts.mailSenders, Lane.MAILS, relay, relays);

        Map<String, BooleanSupplier> optional = new LinkedHashMap<>();
        redis.ifPresent(found -> optional.put("redis", found.isUp()));
        optional.putAll(parts.optionalHealth);
        Health health = new Health(Map.of("storage", storage::ping), optional);
        Optional<RosterServer> server = Optional.ofNullable(parts.http)
                .map(settings ->
                        opened.add(RosterServer.start(metering.http(complete(settings, secret)), services, health)));
        server.ifPresent(metering::observe);
        server.ifPresent(running -> publicUrl.complete(running.baseUri())); // no effect if a URL is set
        Set.copyOf(relays.values()).forEach(threads -> threads.start(RELAY_PAUSE));
        RetentionJob retention = new RetentionJob(storage, parts.auditRetention, clock);
        defaultRelay.repeat(retention::purgeExpired, RELAY_PAUSE, RETENTION_PAUSE);
        return new Roster(opened, services, server, describe(storage), metering.metricsUri());
    }

    static PasswordHasher newHasher(CloseableStack opened) {
        ARGON2.require(RosterWiring.class);
        return opened.add(new Argon2PasswordHasher());
    }

    private RelayThreads addRelay(
            String name, int threads, Set<Lane> lanes, OutboxRelay relay, Map<Lane, RelayThreads> relays) {
        RelayThreads added = opened.add(new RelayThreads(name, threads, lanes, relay::deliverDue));
        lanes.forEach(lane -> relays.put(lane, added));
        return added;
    }

    private LoginThrottle throttle(Optional<RedisParts> redis) {
        LoginThrottle throttle = Optional.ofNullable(parts.throttle)
                .or(() -> redis.map(RedisParts::throttle))
                .orElseGet(() -> localThrottle(clock));
        return parts.clientLimits ? throttle : new ThrottleWithoutClients(throttle);
    }

    private EmailService mails() {
        if (parts.mails != null) {
            return parts.mails.open(opened);
        }
        EmailService mails = mailSettings(parts.mailSettings).newEmailService(publicUrl::join, clock);
        if (mails instanceof AutoCloseable connections) {
            opened.add(connections);
        }
        return mails;
    }

    private MailSettings mailSettings(@Nullable MailSettings set) {
        if (set != null) {
            return set;
        }
        Path folder = parts.database.map(DataDirectory::mailFolder).orElse(DataDirectory.MAIL_FOLDER);
        LOG.info("no mail is sent, because no mail server is set; mails are written to {}", folder.toAbsolutePath());
        return MailSettings.toFolder(folder);
    }

    /** Returns the secret for access tokens; empty if the caller has set access tokens instead. */
    private Optional<byte[]> secret() {
        if (parts.accessTokenSecret != null || parts.accessTokens != null) {
            return Optional.ofNullable(parts.accessTokenSecret);
        }
        return Optional.of(parts.database
                .flatMap(Database::embeddedFile)
                .map(file -> JwtSecretFile.beside(file).readOrCreate())
                .orElseGet(JwtSecret::random)
                .bytes());
    }

    private AccessTokens accessTokens(Optional<byte[]> secret) {
        return parts.accessTokens != null
                ? parts.accessTokens
                : new JwtAccessTokens(secret.orElseThrow(), parts.accessTokenTtl, clock);
    }

    private HttpSettings complete(HttpSettings settings, Optional<byte[]> secret) {
        // A client that follows a path of the server itself would leave the prefix that a proxy has removed.
        boolean hasPrefix =
                parts.publicUrl != null && !parts.publicUrl.getPath().isEmpty();
        HttpSettings completed = settings.withRelativeLocations(settings.relativeLocations() || hasPrefix);
        return secret.map(EntityTagKey::derivedFrom)
                .map(completed::withEntityTagKey)
                .orElse(completed);
    }

    private static String describe(Storage storage) {
        return storage instanceof JooqStorage database
                ? database.description()
                : storage.getClass().getSimpleName();
    }

    /** Loads the server's classes while the database is opened. A start takes 10 % less time. */
    private static void preloadServer() {
        Thread loading = new Thread(RosterServer::preload, "preload");
        loading.setDaemon(true);
        loading.start();
    }
}
