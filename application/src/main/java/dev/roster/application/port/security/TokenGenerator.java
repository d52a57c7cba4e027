package dev.roster.application.port.security;

/** Generates secrets that cannot be guessed. Implementations are safe for use by multiple threads. */
@FunctionalInterface
public interface TokenGenerator {

    /**
     * Returns a new secret with at least 256 random bits that needs no escaping in a URL
     * ({@code secrets.long-and-url-safe}). The bits are spread over its symbols: none is constant
     * ({@code secrets.random-at-each-position}), derived from another one, or from the secret before
     * ({@code secrets.symbols-independent}). Secrets are never repeated ({@code secrets.unique}), and no string form or
     * log entry contains one ({@code secrets.not-revealed}).
     */
    OneTimeSecret generate();
}
