package dev.roster.application.port.security;

/** Makes secrets that nobody can guess. */
@FunctionalInterface
public interface TokenGenerator {

    /**
     * A new secret of at least 256 random bits, in characters that need no escaping in a URL
     * ({@code secrets.long-and-url-safe}); no two are alike ({@code secrets.unique}).
     */
    OneTimeSecret generate();
}
