package dev.roster.application.port.security;

/** Generates secrets that cannot be guessed. */
@FunctionalInterface
public interface TokenGenerator {

    /**
     * Returns a new secret with at least 256 random bits that needs no escaping in a URL
     * ({@code secrets.long-and-url-safe}). Secrets are never repeated ({@code secrets.unique}).
     */
    OneTimeSecret generate();
}
