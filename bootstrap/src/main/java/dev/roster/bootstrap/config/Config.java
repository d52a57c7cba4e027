package dev.roster.bootstrap.config;

import dev.roster.adapters.http.jetty.AllowedOrigins;
import dev.roster.adapters.http.request.TrustedProxies;
import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.redis.RedisSettings;
import dev.roster.bootstrap.mail.MailSender;
import dev.roster.bootstrap.mail.SmtpSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be set, checked. Shows no secret in {@link #toString()}.
 *
 * @param host where to listen
 * @param port where to listen; 0 for any free port
 * @param database where the data is
 * @param migrate whether to bring the schema up to date before serving
 * @param redis what the nodes share besides the database, a cache above all; empty for none
 * @param jwtSecret what access tokens are signed with; empty if it is to be made and kept beside the embedded database
 * @param accessTokenTtl how long access tokens are good for
 * @param mail how mails are made and sent
 * @param loginThrottle whether who guesses passwords is slowed down
 * @param trustedProxies whose word on the client's address is taken
 * @param allowedOrigins whose pages may call from a browser
 * @param auditRetention how long security events are kept
 */
public record Config(
        String host,
        int port,
        Database database,
        boolean migrate,
        Optional<RedisSettings> redis,
        Optional<JwtSecret> jwtSecret,
        Duration accessTokenTtl,
        MailConfig mail,
        boolean loginThrottle,
        TrustedProxies trustedProxies,
        AllowedOrigins allowedOrigins,
        Duration auditRetention) {

    /**
     * How mails are made and sent.
     *
     * @param publicUrl what links begin with, without a slash at the end; empty for where the service listens
     * @param smtp the server that takes mails; empty to write them to the directory
     * @param sender who they come from
     * @param directory where they are written to where no server takes them
     * @param templates templates that replace those of the jar; empty for none
     */
    public record MailConfig(
            Optional<URI> publicUrl,
            Optional<SmtpSettings> smtp,
            MailSender sender,
            Path directory,
            Optional<Path> templates) {}

    /**
     * Reads the settings for the {@code serve} command. A flag beats the environment; an empty value means the default.
     *
     * @param args flags, such as {@code --http-port=0}
     * @param environment environment variables; those that are no settings are ignored
     * @throws ConfigException telling all faults at once
     */
    public static Config forServing(List<String> args, Map<String, String> environment) {
        return SettingsReader.read(Arguments.parse(args), environment);
    }

    @Override
    public String toString() {
        return "Config[" + host + ":" + port + ", " + database + ", migrate=" + migrate + ", accessTokenTtl="
                + accessTokenTtl + "]";
    }
}
