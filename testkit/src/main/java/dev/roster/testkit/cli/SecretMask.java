package dev.roster.testkit.cli;

import dev.roster.testkit.contract.api.ApiExchange;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What nobody is told, though messages of failures quote answers. Safe for use by many threads. */
final class SecretMask {

    private static final String MASK = "[secret]";

    /** Shorter texts may be words. */
    private static final int MIN_LENGTH = 8;

    /** In an answer, or in one quoted inside another text. */
    private static final Pattern FIELD = Pattern.compile(
            "(\\\\?\"(?:token|access_token|refresh_token|password|current)\\\\?\"\\s*:\\s*\\\\?\")([^\"\\\\]+)");

    private static final Pattern WEB_TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[\\w.~+/-]{16,}=*");
    private static final Pattern LINK = Pattern.compile("(token=)[^\\s\"'<>&]+");

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** From now on it is not told. */
    void add(String secret) {
        if (secret.length() >= MIN_LENGTH) {
            known.add(secret);
        }
    }

    /** Learns the tokens that an answer hands out. */
    void learnFrom(ApiExchange exchange) {
        FIELD.matcher(exchange.responseBody())
                .results()
                .map((MatchResult field) -> field.group(2))
                .forEach(this::add);
    }

    /** The text without them, and without whatever looks like one. */
    String mask(String text) {
        String masked = text;
        // The longest first: one may be a part of another.
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
