package dev.roster.bootstrap;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.redis.RedisSettings;
import dev.roster.adapters.redis.UnsuitableRedisException;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.storage.Storage;
import dev.roster.bootstrap.argon2.Argon2PasswordHasher;
import dev.roster.bootstrap.config.Config;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.bootstrap.config.DataDirectory;
import dev.roster.bootstrap.config.JwtSecret;
import dev.roster.bootstrap.mail.MailSettings;
import dev.roster.bootstrap.mail.MailTemplates;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Translates the settings of the program to a {@link RosterBuilder}. */
final class ConfiguredRoster {

    private ConfiguredRoster() {}

    /**
     * Returns a builder with the values of a configuration.
     *
     * @throws ConfigException if a setting does not work
     */
    static RosterBuilder builder(Config config, Supplier<Argon2PasswordHasher> hasher) {
        InstantSource clock = InstantSource.system();
        RosterBuilder builder = RosterBuilder.on(Optional.of(config.database()), opened -> openStorage(config, opened))
                .clock(clock)
                .clientLimits(config.clientLimits())
                .openRegistration(config.registration())
                .passwordHasher(opened -> opened.add(hasher.get()))
                .blockedPasswords(config.blockedPasswords())
                .accessTokenTtl(config.accessTokenTtl())
                .mail(mails(config.mail()))
                .mailSenders(config.mail().senders())
                .auditRetention(config.auditRetention())
                .http(HttpSettings.on(config.host(), config.port())
                        .withKeepAliveTimeout(config.keepAliveTimeout())
                        .withClientLimits(config.httpClientLimits())
                        .withAccessLog(config.log().access())
                        .withTrustedProxies(config.trustedProxies())
                        .withAllowedOrigins(config.allowedOrigins())
                        .withPages(config.pages()));
        config.redis().ifPresent(settings -> builder.redis(opened -> openRedis(settings, clock, opened)));
        config.jwtSecret().map(JwtSecret::bytes).ifPresent(builder::accessTokenSecret);
        config.management().ifPresent(builder::management);
        config.mail().publicUrl().ifPresent(builder::publicUrl);
        return config.loginThrottle() ? builder : builder.throttle(LoginThrottle.NONE);
    }

    private static Storage openStorage(Config config, CloseableStack opened) {
        DataDirectory.prepare(config.database());
        JooqStorage storage = opened.add(JooqStorage.open(config.database(), config.databaseStartTimeout()));
        if (config.migrate()) {
            Schema.migrate(config.database());
        } else {
            Schema.requireCurrent(config.database());
        }
        return storage;
    }

    private static RedisParts openRedis(RedisSettings settings, InstantSource clock, CloseableStack opened) {
        try {
            return RedisParts.open(settings, RosterWiring.localThrottle(clock), clock, opened);
        } catch (UnsuitableRedisException refused) {
            throw new ConfigException("REDIS_URL: " + refused.getMessage());
        }
    }

    private static MailSettings mails(Config.MailConfig config) {
        MailTemplates templates;
        try {
            templates = config.templates().map(MailTemplates::withOverrides).orElseGet(MailTemplates::builtIn);
        } catch (IllegalArgumentException refused) {
            throw new ConfigException("MAIL_TEMPLATES: " + refused.getMessage());
        }
        return new MailSettings(config.smtp(), config.directory(), config.sender(), templates);
    }
}
