package dev.roster.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roster.adapters.http.jetty.AllowedOrigins;
import dev.roster.adapters.http.jetty.ClientLimits;
import dev.roster.adapters.http.request.TrustedProxies;
import dev.roster.adapters.redis.RedisSettings;
import dev.roster.bootstrap.log.LogSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

class ConfigTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void usesEmbeddedDatabaseOnLocalhostByDefault() {
        Config config = read(Map.of());

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.keepAliveTimeout()).isEqualTo(Duration.ofSeconds(75));
        assertThat(config.shutdownDelay()).isZero();
        assertThat(config.database().jdbcUrl()).isEqualTo("jdbc:h2:file:./roster-data/roster");
        assertThat(config.database().poolSize()).isEqualTo(10);
        assertThat(config.databaseStartTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.database().embeddedFile()).hasToString("Optional[./roster-data/roster]");
        assertThat(config.migrate()).isTrue();
        assertThat(config.redis()).isEmpty();
        assertThat(config.jwtSecret()).isEmpty();
        assertThat(config.accessTokenTtl()).isEqualTo(Duration.ofHours(1));
        assertThat(config.mail().publicUrl()).isEmpty();
        assertThat(config.mail().smtp()).isEmpty();
        assertThat(config.mail().senders()).isEqualTo(4);
        assertThat(config.mail().templates()).isEmpty();
        assertThat(config.mail().directory())
                .isEqualTo(Path.of("roster-data", "mails").toAbsolutePath());
        assertThat(config.registration()).isTrue();
        assertThat(config.loginThrottle()).isTrue();
        assertThat(config.clientLimits()).isTrue();
        assertThat(config.httpClientLimits()).isEqualTo(ClientLimits.DEFAULT);
        assertThat(config.trustedProxies()).isEqualTo(TrustedProxies.NONE);
        assertThat(config.allowedOrigins()).isEqualTo(AllowedOrigins.NONE);
        assertThat(config.auditRetention()).isEqualTo(Duration.ofDays(90));
        assertThat(config.log()).isEqualTo(LogSettings.DEFAULT);
        assertThat(config.management()).isEmpty();
    }

    @Test
    void readsManagementAddress() {
        assertThat(read(Map.of("MANAGEMENT_PORT", "9090")).management())
                .contains(new Config.ManagementConfig("127.0.0.1", 9090));
        assertThat(read(Map.of("MANAGEMENT_PORT", "0", "MANAGEMENT_HOST", "::1"))
                        .management())
                .contains(new Config.ManagementConfig("::1", 0));
        assertThat(read(Map.of("MANAGEMENT_HOST", "0.0.0.0")).management()).isEmpty();
    }

    @Test
    void readsSettingsOfLog() {
        Config config = read(Map.of("LOG_LEVEL", "Warn", "LOG_FORMAT", "json", "ACCESS_LOG", "on"));

        assertThat(config.log()).isEqualTo(new LogSettings(Level.WARN, true, true));
    }

    @Test
    void readsSettingsFromEnvironment() {
        Config config = read(Map.of(
                "HTTP_PORT", "0",
                "HTTP_HOST", "::1",
                "KEEP_ALIVE_TIMEOUT", "PT5M",
                "SHUTDOWN_DELAY", "PT5S",
                "DATABASE_URL", "postgresql://ann:pass%20word@db.example:5433/roster",
                "MIGRATE", "OFF",
                "REDIS_URL", "rediss://user:pass@cache.example:6380/1",
                "REDIS_TIMEOUT", "PT0.25S",
                "JWT_SECRET", SECRET,
                "ACCESS_TOKEN_TTL", "P1DT12H"));

        assertThat(config.port()).isZero();
        assertThat(config.keepAliveTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.shutdownDelay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.host()).isEqualTo("::1");
        assertThat(config.database().isEmbedded()).isFalse();
        assertThat(config.database().password()).isEqualTo("pass word");
        assertThat(config.migrate()).isFalse();
        assertThat(config.redis())
                .contains(RedisSettings.parse("rediss://user:pass@cache.example:6380/1")
                        .withCommandTimeout(Duration.ofMillis(250)));
        assertThat(config.jwtSecret().orElseThrow().bytes()).asString().isEqualTo(SECRET);
        assertThat(config.accessTokenTtl()).isEqualTo(Duration.ofHours(36));
    }

    @Test
    void closesRegistration() {
        assertThat(read(Map.of("REGISTRATION", "off")).registration()).isFalse();
    }

    @Test
    void readsLimitsOfDatabase() {
        Config config = read(Map.of("DATABASE_POOL_SIZE", "25", "DATABASE_START_TIMEOUT", "PT0S"));

        assertThat(config.database().poolSize()).isEqualTo(25);
        assertThat(config.databaseStartTimeout()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "my_host",
                "_srv.example.com",
                "db.example.com.",
                "10.0.0.7",
                "[::1]",
                "[fe80::1%25eth0]",
                "bücher.example",
                "xn--bcher-kva.example",
                "1host"
            })
    void acceptsHostInEachUrl(String host) {
        Config config = read(Map.of(
                "DATABASE_URL", "postgresql://ann:pw@" + host + ":5433/roster",
                "REDIS_URL", "redis://" + host + ":6380/1",
                "SMTP_URL", "smtps://ann:pw@" + host + ":2525",
                "PUBLIC_URL", "https://" + host + ":8443/roster",
                "JWT_SECRET", SECRET));

        String bare = host.replaceAll("[\\[\\]]", "").replace("%25", "%");
        assertThat(config.database().jdbcUrl()).contains("//" + host.replace("%25", "%") + ":5433/");
        assertThat(config.redis().orElseThrow().host()).isEqualTo(bare);
        assertThat(config.mail().smtp().orElseThrow().host()).isEqualTo(bare);
        assertThat(config.mail().smtp().orElseThrow().port()).isEqualTo(2525);
        assertThat(config.mail().publicUrl().orElseThrow()).hasToString("https://" + host + ":8443/roster");
    }

    @Test
    void namesOptionOfDatabaseUrlThatCannotBeUsed() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(
                        Map.of("DATABASE_URL", "postgresql://me:hunter2@db/x?passfile=hunter2", "JWT_SECRET", SECRET)))
                .withMessageContaining("DATABASE_URL: must be ")
                .withMessageContaining("the option \"passfile\" is neither")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void readsClientLimits() {
        Map<String, String> limits = Map.of("CLIENT_CONNECTIONS", "9", "CLIENT_REQUESTS", "5");

        assertThat(read(limits).httpClientLimits()).isEqualTo(new ClientLimits(9, 5));
    }

    @Test
    void turnsClientLimitsOff() {
        Config config = read(Map.of("CLIENT_LIMITS", "off", "CLIENT_REQUESTS", "5"));

        assertThat(config.clientLimits()).isFalse();
        assertThat(config.httpClientLimits()).isEqualTo(ClientLimits.OFF);
    }

    @Test
    void emptyValueMeansDefault() {
        Config config = read(Map.of("HTTP_PORT", "", "JWT_SECRET", ""));

        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.jwtSecret()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            HTTP_PORT        | banana                     | but was "banana"
            HTTP_PORT        | 70000                      | but was "70000"
            HTTP_PORT        | -1                         | but was "-1"
            HTTP_PORT        | +80                        | but was "+80"
            HTTP_PORT        | 8080.0                     | but was "8080.0"
            HTTP_PORT        | ٨٠٨٠                       | but was "٨٠٨٠"
            HTTP_PORT        | 99999999999999999999       | but was "99999999999999999999"
            HTTP_HOST        | http://localhost           | but was "http://localhost"
            HTTP_HOST        | local host                 | but was "local host"
            DATABASE_URL     | mysql://me:hunter2@db/x    | beginning with "mysql://"
            DATABASE_URL     | jdbc:mysql://me:hunter2@db | beginning with "jdbc:mysql:"
            DATABASE_URL     | hunter2                    | a value not shown here
            DATABASE_URL     | postgresql://a:hunter2@:x/ | beginning with "postgresql://"
            MIGRATE          | maybe                      | but was "maybe"
            REDIS_URL        | http://:hunter2@cache      | beginning with "http://"
            REDIS_URL        | redis://:hunter2@          | beginning with "redis://"
            REDIS_URL        | redis://:hunter2@cache:0   | beginning with "redis://"
            REDIS_URL        | redis://:hunter2@cache:1/a | beginning with "redis://"
            REDIS_URL        | redis://:hunter2@c:99999/0 | beginning with "redis://"
            REDIS_URL        | redis-sentinel://:hunter2@c:26379/x | beginning with "redis-sentinel://": the Sentinels are not asked for the master
            REDIS_TIMEOUT    | 20                         | but was "20"
            REDIS_TIMEOUT    | PT0S                       | but was "PT0S"
            REDIS_TIMEOUT    | PT11S                      | but was "PT11S"
            REDIS_URL        | cache:hunter2              | a value not shown here
            JWT_SECRET       | hunter2                    | but was 7 bytes
            JWT_SECRET       | hunter2hunter2hunter2hunter| but was 27 bytes
            PUBLIC_URL       | example.com                | but was "example.com"
            PUBLIC_URL       | ftp://example.com          | but was "ftp://example.com"
            PUBLIC_URL       | https://example.com/?a=b   | but was "https://example.com/?a=b"
            APP_URL          | example.com                | but was "example.com"
            APP_URL          | javascript:alert(1)        | but was "javascript:alert(1)"
            APP_URL          | https://me@example.com     | but was "https://me@example.com"
            SMTP_URL         | http://:hunter2@mail       | beginning with "http://"
            SMTP_URL         | smtp://me:hunter2@         | beginning with "smtp://"
            SMTP_URL         | smtps://me:hunter2@mail:0  | beginning with "smtps://"
            MAIL_FROM        | nobody                     | but was "nobody"
            REGISTRATION     | admins                     | but was "admins"
            LOGIN_THROTTLE   | perhaps                    | but was "perhaps"
            TRUSTED_PROXIES  | proxy.example.com          | but was "proxy.example.com"
            TRUSTED_PROXIES  | 10.0.0.0/33                | but was "10.0.0.0/33"
            CLIENT_LIMITS    | perhaps                    | but was "perhaps"
            CLIENT_CONNECTIONS | 0                        | but was "0"
            CLIENT_REQUESTS  | 1000001                    | but was "1000001"
            CORS_ORIGINS     | app.example.com            | but was "app.example.com"
            CORS_ORIGINS     | https://app.example.com/a  | but was "https://app.example.com/a"
            DATABASE_POOL_SIZE | 0                        | but was "0"
            DATABASE_POOL_SIZE | 1001                     | but was "1001"
            DATABASE_POOL_SIZE | -1                       | but was "-1"
            DATABASE_START_TIMEOUT | PT-1S                | but was "PT-1S"
            DATABASE_START_TIMEOUT | PT1H1S               | but was "PT1H1S"
            DATABASE_START_TIMEOUT | 30                   | but was "30"
            KEEP_ALIVE_TIMEOUT | PT0.5S                   | but was "PT0.5S"
            KEEP_ALIVE_TIMEOUT | PT0S                     | but was "PT0S"
            KEEP_ALIVE_TIMEOUT | PT1H1S                   | but was "PT1H1S"
            SHUTDOWN_DELAY   | 5                          | but was "5"
            SHUTDOWN_DELAY   | PT1.5S                     | but was "PT1.5S"
            SHUTDOWN_DELAY   | PT1H1S                     | but was "PT1H1S"
            SHUTDOWN_DELAY   | -PT1S                      | but was "-PT1S"
            LOG_LEVEL        | trace                      | but was "trace"
            LOG_LEVEL        | loud                       | but was "loud"
            LOG_FORMAT       | xml                        | but was "xml"
            ACCESS_LOG       | yes                        | but was "yes"
            MAIL_SENDERS     | 0                          | but was "0"
            MAIL_SENDERS     | 65                         | but was "65"
            MAIL_SENDERS     | many                       | but was "many"
            AUDIT_RETENTION  | PT59M                      | but was "PT59M"
            AUDIT_RETENTION  | 90                         | but was "90"
            ACCESS_TOKEN_TTL | banana                     | but was "banana"
            ACCESS_TOKEN_TTL | 3600                       | but was "3600"
            ACCESS_TOKEN_TTL | PT0S                       | but was "PT0S"
            ACCESS_TOKEN_TTL | -PT1H                      | but was "-PT1H"
            ACCESS_TOKEN_TTL | PT0.5S                     | but was "PT0.5S"
            ACCESS_TOKEN_TTL | P99999D                    | but was "P99999D"
            ACCESS_TOKEN_TTL | PT99999999999999999999H    | but was "PT99999999999999999999H"
            """)
    void reportsInvalidValueOnOneLineWithoutSecrets(String setting, String value, String got) {
        List<String> faults = errors(Map.of(setting, value));

        assertThat(faults)
                .singleElement()
                .asString()
                .startsWith(setting + ": must be " + Setting.valueOf(setting).acceptedValues())
                .contains(got)
                .doesNotContain("hunter2");
    }

    @Test
    void requiresJwtSecretWithPostgresOnlyForServe() {
        Map<String, String> environment = Map.of("DATABASE_URL", "jdbc:postgresql://localhost/roster");

        assertThat(errors(environment)).singleElement().asString().startsWith("JWT_SECRET: is not set; must be ");
        assertThat(SettingsReader.read(Map.of(), environment, false, List.of()).jwtSecret())
                .isEmpty();
    }

    @Test
    void quotesInvalidValueOnOneLine() {
        assertThat(errors(Map.of("HTTP_PORT", "1\n2\u001b[31m\u2028\u202e" + "9".repeat(200))))
                .singleElement()
                .asString()
                .contains(", but was \"1?2?[31m??999")
                .endsWith("999...\"");
    }

    @Test
    void toStringHidesSecrets() {
        Config config = read(Map.of(
                "JWT_SECRET", SECRET,
                "DATABASE_URL", "postgresql://ann:hunter2@db.example/roster",
                "REDIS_URL", "redis://:hunter2@cache.example:6379",
                "SMTP_URL", "smtp://ann:hunter2@mail.example"));

        assertThat(config.toString()).doesNotContain("hunter2").doesNotContain(SECRET);
        assertThat(config.jwtSecret().orElseThrow().toString()).doesNotContain(SECRET);
    }

    private static Config read(Map<String, String> environment) {
        return SettingsReader.read(Map.of(), environment, true, List.of());
    }

    private static List<String> errors(Map<String, String> environment) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read(environment));
        assertThat(refused).as("exception").isNotNull();
        return refused.getMessage().lines().toList();
    }
}
