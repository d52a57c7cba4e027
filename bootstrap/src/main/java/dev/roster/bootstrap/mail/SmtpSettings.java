package dev.roster.bootstrap.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the mail server is, and how to talk to it.
 *
 * @param host its name or address, which its certificate must be for
 * @param credentials empty if it wants none
 */
public record SmtpSettings(String host, int port, Security security, Optional<Credentials> credentials) {

    private static final int SUBMISSION_PORT = 587;
    private static final int SUBMISSION_TLS_PORT = 465;
    private static final int RELAY_PORT = 25;

    private static final Pattern LOOPBACK_HOST = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1");

    /** How a connection is kept from others' eyes. Wherever TLS is used, certificate and name are checked. */
    public enum Security {
        /** TLS from the start. */
        TLS,
        /** By the command STARTTLS; a server that does not offer it gets nothing. */
        STARTTLS_REQUIRED,
        /** By the command STARTTLS if the server offers it; never with credentials. */
        STARTTLS_OFFERED,
        /** Not at all; only for a server on this machine. */
        LOOPBACK
    }

    /** Whom the server is to take us for. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[hidden]";
        }
    }

    /**
     * Reads {@code smtp://user:password@host:port} or {@code smtps://…}; user name and password, percent-encoded where
     * need be, may be left out together, and the port too: it is 465 for {@code smtps}, and for {@code smtp} 587 with a
     * user name and 25 without.
     *
     * <p>With {@code smtps} TLS is used from the start. With {@code smtp} it is used as soon as the server offers
     * STARTTLS, and a user name makes that a must. A server on this machine, by a name or address that is always its
     * own, is talked to without: nothing leaves the machine, and hardly any has a certificate for that name.
     *
     * @throws IllegalArgumentException if it is no such URL; its message quotes nothing
     */
    public static SmtpSettings parse(String url) {
        URI uri = uri(url);
        boolean tls = switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "smtp" -> false;
            case "smtps" -> true;
            default -> throw new IllegalArgumentException("must begin with smtp:// or smtps://");
        };
        if (uri.getHost() == null) {
            throw malformed();
        }
        if ((uri.getRawPath() != null && !uri.getRawPath().matches("/?"))
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("nothing may follow host and port");
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        Optional<Credentials> credentials =
                Optional.ofNullable(uri.getRawUserInfo()).map(SmtpSettings::credentials);
        Security security = security(tls, host, credentials.isPresent());
        return new SmtpSettings(host, port(uri.getPort(), tls, credentials.isPresent()), security, credentials);
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
            throw new IllegalArgumentException("user name and password must both be given, or none of them");
        }
        if ((user + password).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("user name and password must be without control characters");
        }
        return new Credentials(user, password);
    }

    private static String decode(String raw) {
        // a plus is a plus here, other than in forms
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "must be smtp://user:password@host:port, smtps:// likewise, with special characters in user name and"
                        + " password percent-encoded");
    }

    /** Without user name and password. */
    @Override
    public String toString() {
        return (security == Security.TLS ? "smtps://" : "smtp://")
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + port;
    }
}
