package dev.roster.testkit.faulty.security;

import dev.roster.application.port.security.AccessTokens;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Planted faults of access tokens. Each is planted in JSON Web Tokens that are otherwise correct. */
public enum AccessTokenFaults implements PlantedFault {
    @Fault("Stores the session epoch as a number of 32 bits.")
    EPOCH_AS_INT("access-tokens.contain-user-and-epoch"),
    @Fault("Stores only the last six digits of a user id.")
    USER_TRUNCATED("access-tokens.contain-user-and-epoch"),
    @Fault("Reports a token as valid one second longer than it is.")
    TTL_MISREPORTED("access-tokens.contain-user-and-epoch"),
    @Fault("Accepts a token one second after its expiry.")
    EXPIRES_LATE("access-tokens.expired-rejected"),
    @Fault("Rejects a token one second before its expiry.")
    EXPIRES_EARLY("access-tokens.expired-rejected"),
    @Fault("Stores the expiry as a number of 32 bits.")
    EXPIRY_OVERFLOWS("access-tokens.expired-rejected"),
    @Fault("Accepts a token forever that it has accepted once.")
    ACCEPTED_ONCE_ACCEPTED_FOREVER("access-tokens.expired-rejected"),
    @Fault("Checks neither the signature nor the algorithm.")
    SIGNATURE_NOT_CHECKED("access-tokens.tampered-rejected", "access-tokens.forged-jwt-rejected"),
    @Fault("Ignores the unused bits at the end of a signature.")
    UNUSED_BITS_IGNORED("access-tokens.tampered-rejected"),
    @Fault("Compares signatures without regard to case.")
    CASE_OF_SIGNATURE_IGNORED("access-tokens.tampered-rejected"),
    @Fault("Accepts a signature that was cut off.")
    SIGNATURE_COMPARED_BY_PREFIX("access-tokens.tampered-rejected", "access-tokens.forged-jwt-rejected"),
    @Fault("Removes white space around a token.")
    TRIMMED("access-tokens.additions-rejected"),
    @Fault("Removes white space anywhere in a token.")
    WHITE_SPACE_IGNORED("access-tokens.additions-rejected"),
    @Fault("Removes padding characters from a token.")
    PADDING_IGNORED("access-tokens.additions-rejected"),
    @Fault("Removes the scheme Bearer in front of a token.")
    SCHEME_IGNORED("access-tokens.additions-rejected"),
    @Fault("Accepts plus signs and slashes for symbols of the URL-safe alphabet.")
    STANDARD_ALPHABET_ACCEPTED("access-tokens.additions-rejected"),
    @Fault("Signs with the same key whatever key is given.")
    KEY_IGNORED("access-tokens.foreign-key-rejected"),
    @Fault("Accepts tokens only at the instance that issued them.")
    VALID_ONLY_WHERE_ISSUED("access-tokens.valid-on-every-node"),
    @Fault("Throws an exception of another type for a malformed token.")
    MALFORMED_CRASHES("access-tokens.malformed-rejected"),
    @Fault("Accepts a login hint as an access token.")
    HINT_IS_TOKEN("access-tokens.hints-separate"),
    @Fault("Accepts an access token as a login hint.")
    TOKEN_IS_HINT("access-tokens.hints-separate"),
    @Fault("Accepts an access token as a login hint after it has accepted it once.")
    HINT_OF_ACCEPTED_TOKEN("access-tokens.hints-separate"),
    @Fault("Accepts login hints after their expiry.")
    HINT_NEVER_EXPIRES("access-tokens.hints-separate"),
    @Fault("Signs only the header of login hints.")
    HINT_NOT_SIGNED("access-tokens.hints-separate"),
    @Fault("Accepts tokens with the algorithm none.")
    UNSIGNED_ACCEPTED("access-tokens.forged-jwt-rejected"),
    @Fault("Accepts tokens with an empty signature.")
    EMPTY_SIGNATURE_ACCEPTED("access-tokens.forged-jwt-rejected"),
    @Fault("Signs only the header.")
    PAYLOAD_NOT_SIGNED("access-tokens.forged-jwt-rejected", "access-tokens.tampered-rejected"),
    @Fault("Verifies a signature with the key that the header of the token contains.")
    KEY_OF_HEADER_USED("access-tokens.forged-jwt-rejected"),
    @Fault("Verifies a token with a guessable key if its header names a key.")
    KEY_ID_NOT_CHECKED("access-tokens.forged-jwt-rejected"),
    @Fault("Accepts tokens without an expiry.")
    EXPIRY_OPTIONAL("access-tokens.claims-checked"),
    @Fault("Accepts tokens before the time from which they are valid.")
    NOT_BEFORE_IGNORED("access-tokens.claims-checked"),
    @Fault("Accepts tokens of any issuer.")
    ISSUER_IGNORED("access-tokens.claims-checked", "access-tokens.hints-separate"),
    @Fault("Accepts tokens for another audience.")
    AUDIENCE_IGNORED("access-tokens.claims-checked"),
    @Fault("Accepts tokens of any type.")
    TYPE_IGNORED("access-tokens.claims-checked"),
    @Fault("Accepts tokens with critical headers that it does not understand.")
    CRITICAL_IGNORED("access-tokens.claims-checked"),
    @Fault("Reads the first of two user ids.")
    FIRST_OF_TWO_USERS("access-tokens.claims-checked"),
    @Fault(value = "Shares the state of a signature between threads.", raced = true)
    MAC_SHARED_BY_THREADS("access-tokens.concurrent-use"),
    @Fault("Repeats a rejected token in the message of the exception.")
    TOKEN_IN_MESSAGE("access-tokens.not-revealed"),
    @Fault("Repeats a rejected token in the cause of the exception.")
    TOKEN_IN_CAUSE("access-tokens.not-revealed"),
    @Fault("Logs rejected tokens.")
    TOKEN_LOGGED("access-tokens.not-revealed"),
    @Fault("Prints the end of rejected tokens to the error stream.")
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
