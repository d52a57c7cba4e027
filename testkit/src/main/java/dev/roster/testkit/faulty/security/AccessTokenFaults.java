package dev.roster.testkit.faulty.security;

import dev.roster.application.port.security.AccessTokens;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Planted faults of access tokens. Each is planted in JSON Web Tokens that are otherwise correct. */
public enum AccessTokenFaults implements PlantedFault {
    EPOCH_AS_INT("access-tokens.contain-user-and-epoch"),
    USER_TRUNCATED("access-tokens.contain-user-and-epoch"),
    TTL_MISREPORTED("access-tokens.contain-user-and-epoch"),
    EXPIRES_LATE("access-tokens.expired-rejected"),
    EXPIRES_EARLY("access-tokens.expired-rejected"),
    EXPIRY_OVERFLOWS("access-tokens.expired-rejected"),
    ACCEPTED_ONCE_ACCEPTED_FOREVER("access-tokens.expired-rejected"),
    SIGNATURE_NOT_CHECKED("access-tokens.tampered-rejected", "access-tokens.forged-jwt-rejected"),
    UNUSED_BITS_IGNORED("access-tokens.tampered-rejected"),
    CASE_OF_SIGNATURE_IGNORED("access-tokens.tampered-rejected"),
    SIGNATURE_COMPARED_BY_PREFIX("access-tokens.tampered-rejected", "access-tokens.forged-jwt-rejected"),
    TRIMMED("access-tokens.additions-rejected"),
    WHITE_SPACE_IGNORED("access-tokens.additions-rejected"),
    PADDING_IGNORED("access-tokens.additions-rejected"),
    SCHEME_IGNORED("access-tokens.additions-rejected"),
    STANDARD_ALPHABET_ACCEPTED("access-tokens.additions-rejected"),
    KEY_IGNORED("access-tokens.foreign-key-rejected"),
    VALID_ONLY_WHERE_ISSUED("access-tokens.valid-on-every-node"),
    MALFORMED_CRASHES("access-tokens.malformed-rejected"),
    HINT_IS_TOKEN("access-tokens.hints-separate"),
    TOKEN_IS_HINT("access-tokens.hints-separate"),
    HINT_OF_ACCEPTED_TOKEN("access-tokens.hints-separate"),
    HINT_NEVER_EXPIRES("access-tokens.hints-separate"),
    HINT_NOT_SIGNED("access-tokens.hints-separate"),
    UNSIGNED_ACCEPTED("access-tokens.forged-jwt-rejected"),
    EMPTY_SIGNATURE_ACCEPTED("access-tokens.forged-jwt-rejected"),
    PAYLOAD_NOT_SIGNED("access-tokens.forged-jwt-rejected", "access-tokens.tampered-rejected"),
    KEY_OF_HEADER_USED("access-tokens.forged-jwt-rejected"),
    KEY_ID_NOT_CHECKED("access-tokens.forged-jwt-rejected"),
    EXPIRY_OPTIONAL("access-tokens.claims-checked"),
    NOT_BEFORE_IGNORED("access-tokens.claims-checked"),
    ISSUER_IGNORED("access-tokens.claims-checked", "access-tokens.hints-separate"),
    AUDIENCE_IGNORED("access-tokens.claims-checked"),
    TYPE_IGNORED("access-tokens.claims-checked"),
    CRITICAL_IGNORED("access-tokens.claims-checked"),
    FIRST_OF_TWO_USERS("access-tokens.claims-checked"),
    MAC_SHARED_BY_THREADS("access-tokens.concurrent-use"),
    TOKEN_IN_MESSAGE("access-tokens.not-revealed"),
    TOKEN_IN_CAUSE("access-tokens.not-revealed"),
    TOKEN_LOGGED("access-tokens.not-revealed"),
    TOKEN_PRINTED("access-tokens.not-revealed");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    AccessTokenFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns an instance with the fault. */
    public AccessTokens tokens(String key, Duration ttl, InstantSource clock) {
        return new FaultyJwts(this, key, ttl, clock);
    }

    /** Returns the signature of a header and a payload, as all instances with the key sign. */
    public static String sign(String key, String content) {
        return FaultyJwts.sign(key, content);
    }
}
