package dev.roster.testkit.cli;

import dev.roster.testkit.contract.api.ApiExchange;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Replaces secrets in output: failure messages quote responses. Safe for use by multiple threads. */
final class SecretMask {

    private static final String MASK = "[secret]";

    /** Shorter values may be ordinary words. */
    private static final int MIN_LENGTH = 8;

    /** A secret in a JSON response, possibly escaped inside another string. */
    private static final Pattern FIELD = Pattern.compile(
            "(\\\\?\"(?:token|access_token|refresh_token|password|current)\\\\?\"\\s*:\\s*\\\\?\")([^\"\\\\]+)");

    private static final Pattern WEB_TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[\\w.~+/-]{16,}=*");
    private static final Pattern LINK = Pattern.compile("(token=)[^\\s\"'<>&]+");

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** Adds a secret. Values of fewer than {@value #MIN_LENGTH} characters are ignored. */
    void add(String secret) {
        if (secret.length() >= MIN_LENGTH) {
            known.add(secret);
        }
    }

    /** Adds the tokens that a response contains. */
    void learnFrom(ApiExchange exchange) {
        FIELD.matcher(exchange.responseBody())
                .results()
                .map((MatchResult field) -> field.group(2))
                .forEach(this::add);
    }

    /** Returns the text with all known secrets, and everything that looks like one, replaced. */
    String mask(String text) {
        String masked = text;
        // The longest first: a secret may be part of another one.
        for (String secret : known.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            masked = masked.replace(secret, MASK);
        }
        masked = WEB_TOKEN.matcher(masked).replaceAll(MASK);
        masked = BEARER.matcher(masked).replaceAll("$1" + MASK);
        masked = FIELD.matcher(masked).replaceAll("$1" + MASK);
        return LINK.matcher(masked).replaceAll("$1" + MASK);
    }
}
