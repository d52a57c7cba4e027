package dev.roster.bootstrap.config;

import dev.roster.adapters.http.jetty.AllowedOrigins;
import dev.roster.adapters.http.jetty.ClientLimits;
import dev.roster.adapters.http.pages.PageSettings;
import dev.roster.adapters.http.request.TrustedProxies;
import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.redis.RedisSettings;
import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.bootstrap.log.LogSettings;
import dev.roster.bootstrap.mail.MailSender;
import dev.roster.bootstrap.mail.SmtpSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration, as validated by {@link SettingsReader}. {@link #toString()} shows no secrets, because the values
 * with secrets hide them.
 *
 * @param host host name or IP address to listen on
 * @param port port to listen on; 0 for any free port
 * @param keepAliveTimeout how long an idle connection is kept open for the next request
 * @param shutdownDelay how long requests are served after a signal while the readiness check fails
 * @param database connection settings of the database
 * @param databaseStartTimeout how long a start waits for PostgreSQL to accept connections
 * @param migrate whether to migrate the schema before serving
 * @param redis connection settings of the Redis that the nodes share, mainly as cache; empty for none
 * @param jwtSecret secret that signs access tokens; empty to generate one and keep it beside the embedded database
 * @param accessTokenTtl how long access tokens are valid
 * @param mail how mails are composed and sent
 * @param registration whether registration is open; if not, only admins create accounts
 * @param pages settings of the HTML pages
 * @param loginThrottle whether repeated failed logins are slowed down
 * @param clientLimits whether requests of one client are limited
 * @param httpClientLimits limits of connections and requests for one client; {@link ClientLimits#OFF} without limits
 * @param blockedPasswords passwords that users may not choose
 * @param trustedProxies proxies whose {@code X-Forwarded-For} header is trusted
 * @param allowedOrigins origins whose pages may call the API from a browser
 * @param auditRetention how long security events are kept
 * @param log what the log contains, and in which format
 * @param management address of the management server; empty for none
 */
public record Config(
        String host,
        int port,
        Duration keepAliveTimeout,
        Duration shutdownDelay,
        Database database,
        Duration databaseStartTimeout,
        boolean migrate,
        Optional<RedisSettings> redis,
        Optional<JwtSecret> jwtSecret,
        Duration accessTokenTtl,
        MailConfig mail,
        boolean registration,
        PageSettings pages,
        boolean loginThrottle,
        boolean clientLimits,
        ClientLimits httpClientLimits,
        PasswordBlocklist blockedPasswords,
        TrustedProxies trustedProxies,
        AllowedOrigins allowedOrigins,
        Duration auditRetention,
        LogSettings log,
        Optional<ManagementConfig> management) {

    /**
     * The address of the management server.
     *
     * @param host host name or IP address to listen on
     * @param port port to listen on; 0 for any free port
     */
    public record ManagementConfig(String host, int port) {}

    /**
     * The configuration of mails.
     *
     * @param publicUrl base URL of the API and of links, without a trailing slash; empty for the server's own address
     * @param smtp the mail server; empty to write mails to the directory
     * @param sender sender of all mails
     * @param directory directory for mails if there is no mail server
     * @param senders maximum number of mails that are sent at the same time
     * @param templates directory with templates that replace built-in ones; empty for none
     */
    public record MailConfig(
            Optional<URI> publicUrl,
            Optional<SmtpSettings> smtp,
            MailSender sender,
            Path directory,
            int senders,
            Optional<Path> templates) {}
}
