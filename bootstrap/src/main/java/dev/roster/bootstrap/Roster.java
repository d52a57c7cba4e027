package dev.roster.bootstrap;

import dev.roster.adapters.http.Health;
import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.http.RosterServer;
import dev.roster.adapters.http.Services;
import dev.roster.adapters.http.jwt.JwtAccessTokens;
import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.redis.RedisConnection;
import dev.roster.adapters.redis.RedisNotificationService;
import dev.roster.adapters.redis.RedisUserCache;
import dev.roster.application.AuthService;
import dev.roster.application.CommentService;
import dev.roster.application.OutboxMonitor;
import dev.roster.application.OutboxRelay;
import dev.roster.application.PostService;
import dev.roster.application.UserService;
import dev.roster.application.WakingStorage;
import dev.roster.application.port.AccessTokens;
import dev.roster.application.port.NotificationService;
import dev.roster.application.port.Storage;
import dev.roster.application.port.UserCache;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import dev.roster.bootstrap.secrets.SecureTokenGenerator;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The running service: everything it is made of, opened in order and closed in reverse. */
public final class Roster implements AutoCloseable {

    private final ClosingStack opened;
    private final RosterServer server;
    private final JooqStorage storage;
    private final OutboxMonitor monitor;

    private Roster(ClosingStack opened, RosterServer server, JooqStorage storage, OutboxMonitor monitor) {
        this.opened = opened;
        this.server = server;
        this.storage = storage;
        this.monitor = monitor;
    }

    /**
     * Starts everything; once this returns, requests are served. If something fails on the way, what was opened by then
     * is closed again.
     *
     * @throws ConfigException if a setting turns out not to work
     * @throws dev.roster.application.port.StorageUnavailableException if the database is out of reach
     * @throws dev.roster.adapters.jdbc.SchemaException if its schema is not, and cannot be brought, up to date
     * @throws dev.roster.adapters.http.ServerStartException if the address cannot be listened on
     */
    public static Roster start(Config config) {
        ClosingStack opened = new ClosingStack();
        try {
            return start(config, opened);
        } catch (RuntimeException | Error failed) {
            opened.close();
            throw failed;
        }
    }

    private static Roster start(Config config, ClosingStack opened) {
        InstantSource clock = InstantSource.system();

        DataDirectory.prepare(config.database());
        JooqStorage storage = opened.add(JooqStorage.open(config.database()));
        if (config.migrate()) {
            Schema.migrate(config.database());
        } else {
            Schema.requireCurrent(config.database());
        }

        Optional<RedisConnection> redis = config.redis().map(settings -> opened.add(RedisConnection.open(settings)));
        UserCache cache = redis.<UserCache>map(to -> new RedisUserCache(to, RedisUserCache.DEFAULT_COPY_LIFE))
                .orElse(UserCache.NONE);
        NotificationService notifications = redis.<NotificationService>map(
                        to -> new RedisNotificationService(to, RedisNotificationService.DEFAULT_LENGTH))
                .orElseGet(LogNotificationService::new);

        OutboxMonitor monitor = new OutboxMonitor(storage.outboxQueue(), clock);
        RelayThread relay = opened.add(RelayThread.start(
                new OutboxRelay(storage.outboxQueue(), new LogEmailService(), notifications, cache, clock), monitor));
        Storage waking = new WakingStorage(storage, relay::wake);

        Argon2PasswordHasher hasher = opened.add(new Argon2PasswordHasher());
        AccessTokens tokens = new JwtAccessTokens(jwtSecret(config).bytes(), config.accessTokenTtl(), clock);
        Services services = new Services(
                new UserService(waking, cache, hasher, new SecureTokenGenerator(), clock),
                new PostService(waking, clock),
                new CommentService(waking, clock),
                new AuthService(waking, hasher, tokens));

        Map<String, BooleanSupplier> helpers = redis.<Map<String, BooleanSupplier>>map(to -> Map.of("redis", to::isUp))
                .orElse(Map.of());
        Health health = new Health(Map.of("storage", storage::ping), helpers);
        HttpSettings http = HttpSettings.on(config.host(), config.port());
        RosterServer server = opened.add(RosterServer.start(http, services, health));
        return new Roster(opened, server, storage, monitor);
    }

    private static JwtSecret jwtSecret(Config config) {
        Database database = config.database();
        return config.jwtSecret()
                .orElseGet(() -> database.embeddedFile()
                        .map(file -> JwtSecretFile.beside(file).readOrCreate())
                        .orElseGet(JwtSecret::random));
    }

    /** Where it is served, with the port it really took. */
    public URI baseUri() {
        return server.baseUri();
    }

    /** What the data is kept in, for people; without secrets. */
    public String storage() {
        return storage.description();
    }

    /** How full the outbox was when its relay last looked, every few seconds; empty before it did. */
    public Optional<OutboxMonitor.Reading> outbox() {
        return monitor.latest();
    }

    /** Lets running requests finish, then the delivery at hand, then closes the storage. Closing again does nothing. */
    @Override
    public synchronized void close() {
        opened.close();
    }
}
