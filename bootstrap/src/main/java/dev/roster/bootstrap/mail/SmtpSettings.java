package dev.roster.bootstrap.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of the connection to the mail server.
 *
 * @param host name or IP address of the server; its certificate must be valid for it
 * @param credentials user name and password; empty if the server requires none
 */
public record SmtpSettings(String host, int port, Security security, Optional<Credentials> credentials) {

    private static final int SUBMISSION_PORT = 587;
    private static final int SUBMISSION_TLS_PORT = 465;
    private static final int RELAY_PORT = 25;

    private static final Pattern LOOPBACK_HOST = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1");

    /** How a connection is encrypted. TLS always includes checks of the certificate and the host name. */
    public enum Security {
        /** TLS from the start. */
        TLS,
        /** TLS by STARTTLS; nothing is sent to a server that does not offer it. */
        STARTTLS_REQUIRED,
        /** TLS by STARTTLS if the server offers it, otherwise no encryption; never used with credentials. */
        STARTTLS_OFFERED,
        /** No encryption; only for a server on this machine. */
        LOOPBACK
    }

    /** The user name and password for the server. {@link #toString()} shows neither. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[hidden]";
        }
    }

    /**
     * Parses {@code smtp://user:password@host:port} or {@code smtps://…}. User name and password may be omitted
     * together; special characters in them are percent-encoded. The default port is 465 for {@code smtps}; for
     * {@code smtp} it is 587 with a user name and 25 without.
     *
     * <p>{@code smtps} uses TLS from the start. {@code smtp} switches to TLS if the server offers STARTTLS; with a user
     * name, TLS is required. The exception is a loopback host such as {@code localhost}: {@code smtp} then uses no TLS,
     * because nothing leaves the machine and such a server rarely has a certificate for that name.
     *
     * @throws IllegalArgumentException if the URL is invalid; the message does not quote it
     */
    public static SmtpSettings parse(String url) {
        URI uri = uri(url);
        boolean tls = switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "smtp" -> false;
            case "smtps" -> true;
            default -> throw new IllegalArgumentException("must begin with smtp:// or smtps://");
        };
        UrlAuthority authority = authority(uri);
        if ((uri.getRawPath() != null && !uri.getRawPath().matches("/?"))
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must end after host and port");
        }
        String host = authority.host();
        Optional<Credentials> credentials = authority.userInfo().map(SmtpSettings::credentials);
        Security security = security(tls, host, credentials.isPresent());
        return new SmtpSettings(host, port(authority.port(), tls, credentials.isPresent()), security, credentials);
    }

    private static UrlAuthority authority(URI uri) {
        try {
            return UrlAuthority.of(uri);
        } catch (IllegalArgumentException noHost) {
            throw malformed();
        }
    }

    private static URI uri(String url) {
        try {
            return new URI(url.strip());
        } catch (URISyntaxException quotesIt) {
            throw malformed();
        }
    }

    private static int port(int given, boolean tls, boolean credentials) {
        if (given == 0 || given > 65_535) {
            throw new IllegalArgumentException("the port must be 1 to 65535");
        }
        if (given > 0) {
            return given;
        }
        if (tls) {
            return SUBMISSION_TLS_PORT;
        }
        return credentials ? SUBMISSION_PORT : RELAY_PORT;
    }

    private static Security security(boolean tls, String host, boolean credentials) {
        if (tls) {
            return Security.TLS;
        }
        if (LOOPBACK_HOST.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            return Security.LOOPBACK;
        }
        return credentials ? Security.STARTTLS_REQUIRED : Security.STARTTLS_OFFERED;
    }

    private static Credentials credentials(String raw) {
        int colon = raw.indexOf(':');
        String user = decode(colon < 0 ? raw : raw.substring(0, colon));
        String password = colon < 0 ? "" : decode(raw.substring(colon + 1));
        if (user.isEmpty() || password.isEmpty()) {
            throw new IllegalArgumentException("must have both user name and password, or neither");
        }
        if ((user + password).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("user name and password must not contain control characters");
        }
        return new Credentials(user, password);
    }

    private static String decode(String raw) {
        // Unlike in forms, a plus sign is literal here.
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "must be smtp://user:password@host:port or smtps://..., with special characters in user name and"
                        + " password percent-encoded");
    }

    /** Returns the URL without user name and password. */
    @Override
    public String toString() {
        return (security == Security.TLS ? "smtps://" : "smtp://")
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + port;
    }
}
