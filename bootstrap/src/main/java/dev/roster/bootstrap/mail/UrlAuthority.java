package dev.roster.bootstrap.mail;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * User information, host and port of a URL. Unlike {@link URI#getHost()}, it also accepts host names with underscores
 * and non-ASCII letters, as the URLs of databases and Redis do.
 *
 * @param userInfo the part before the at sign, percent-encoded
 * @param host a host name, or an IPv6 address without brackets
 * @param port the port; -1 if there is none
 */
public record UrlAuthority(Optional<String> userInfo, String host, int port) {

    private static final Pattern AUTHORITY = Pattern.compile("(?:(?<user>[^@]*)@)?"
            + "(?:(?<host>[\\p{L}\\p{N}._-]+)|\\[(?<ip>[0-9a-fA-F:.]+(?:%[\\w.-]+)?)])(?::(?<port>[0-9]{1,5}))?");

    /**
     * Returns the parts of a URL.
     *
     * @throws IllegalArgumentException if the URL has no host, or a malformed one; the message quotes nothing
     */
    public static UrlAuthority of(URI url) {
        Matcher parts = AUTHORITY.matcher(String.valueOf(url.getRawAuthority()).replace("%25", "%"));
        if (url.getRawAuthority() == null || !parts.matches()) {
            throw new IllegalArgumentException("must have a host");
        }
        String host = parts.group("host") == null ? parts.group("ip") : parts.group("host");
        String port = parts.group("port");
        // The user information of the URL itself, because "%25" in it must stay as it is.
        String authority = url.getRawAuthority();
        int at = authority.lastIndexOf('@');
        Optional<String> userInfo = at < 0 ? Optional.empty() : Optional.of(authority.substring(0, at));
        return new UrlAuthority(userInfo, host, port == null ? -1 : Integer.parseInt(port));
    }
}
