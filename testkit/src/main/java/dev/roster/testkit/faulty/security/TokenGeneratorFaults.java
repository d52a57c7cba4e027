package dev.roster.testkit.faulty.security;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.forwarding.ForwardingTokenGenerator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Planted faults of generators of secrets. */
public enum TokenGeneratorFaults implements PlantedFault {
    @Fault("Generates secrets of 42 characters.")
    SHORT("secrets.long-and-url-safe"),
    @Fault("Appends a padding character to each secret.")
    PADDED("secrets.long-and-url-safe"),
    @Fault("Encodes secrets with plus signs and slashes.")
    STANDARD_ALPHABET("secrets.long-and-url-safe"),
    @Fault("Starts each generator with the same seed.")
    SAME_SEED_IN_EACH_GENERATOR("secrets.unique"),
    @Fault("Repeats the last secret at every hundredth call.")
    REPEATED("secrets.unique"),
    @Fault("Generates a constant second half.")
    ONLY_START_RANDOM("secrets.unique", "secrets.random-at-each-position"),
    @Fault("Joins two random UUIDs, which have constant digits.")
    TWO_UUIDS("secrets.random-at-each-position"),
    @Fault("Starts each secret with a version.")
    VERSION_IN_FRONT("secrets.random-at-each-position"),
    @Fault("Starts each secret with the time.")
    TIME_IN_FRONT("secrets.random-at-each-position"),
    @Fault("Converts secrets to lower case.")
    ONE_CASE_ONLY("secrets.random-at-each-position"),
    @Fault("Replaces some letters at the start of secrets with digits.")
    DIGITS_PREFERRED("secrets.random-at-each-position"),
    @Fault("Generates two letters twice as often as other symbols.")
    LETTERS_BY_REMAINDER("secrets.random-at-each-position"),
    @Fault("Generates the first half twice.")
    HALF_REPEATED("secrets.symbols-independent"),
    @Fault("Generates the second half as the reverse of the first.")
    HALF_MIRRORED("secrets.symbols-independent"),
    @Fault("Generates the second half by a shift of the symbols of the first.")
    HALF_SHIFTED("secrets.symbols-independent"),
    @Fault("Ends each secret with a counter.")
    COUNTER_AT_END("secrets.symbols-independent"),
    @Fault("Logs each secret.")
    LOGGED("secrets.not-revealed"),
    @Fault("Prints each secret to the error stream.")
    PRINTED("secrets.not-revealed"),
    @Fault("Shows the last secret in the result of toString.")
    REMEMBERED("secrets.not-revealed");

    private static final String SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final Logger LOG = Logger.getLogger(TokenGeneratorFaults.class.getName());

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    TokenGeneratorFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a supplier of generators with the fault that share what they have in common. */
    public Supplier<TokenGenerator> generators() {
        AtomicInteger count = new AtomicInteger();
        return () -> new Faulty(count);
    }

    private final class Faulty extends ForwardingTokenGenerator {

        private final AtomicInteger count;
        private final Random seeded = new Random(42);
        private volatile String last = "";

        Faulty(AtomicInteger count) {
            super(new InMemoryTokenGenerator());
            this.count = count;
        }

        @Override
        public OneTimeSecret generate() {
            String secret = changed(sound.generate().value(), count.getAndIncrement());
            last = secret;
            if (TokenGeneratorFaults.this == LOGGED) {
                LOG.log(Level.FINE, "generated {0}", secret);
            } else if (TokenGeneratorFaults.this == PRINTED) {
                System.err.print(secret + " ");
            }
            return new OneTimeSecret(secret);
        }

        private String changed(String secret, int number) {
            String half = secret.substring(0, 22);
            return switch (TokenGeneratorFaults.this) {
                case SHORT -> secret.substring(0, 42);
                case PADDED -> secret + "=";
                case STANDARD_ALPHABET -> secret.replace('-', '+').replace('_', '/');
                case SAME_SEED_IN_EACH_GENERATOR -> symbols(seeded, 43);
                case REPEATED -> number % 100 == 99 && !last.isEmpty() ? last : secret;
                case ONLY_START_RANDOM -> half + "A".repeat(22);
                case TWO_UUIDS -> (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
                case VERSION_IN_FRONT -> "v1" + secret.substring(2);
                case TIME_IN_FRONT ->
                    String.format(Locale.ROOT, "%012x", System.currentTimeMillis()) + secret.substring(12);
                case ONE_CASE_ONLY -> secret.toLowerCase(Locale.ROOT);
                case DIGITS_PREFERRED -> secret.charAt(0) < 'N' ? secret.charAt(0) % 10 + secret.substring(1) : secret;
                case LETTERS_BY_REMAINDER -> secret.replace('-', 'A').replace('_', 'B');
                case HALF_REPEATED -> half + half;
                case HALF_MIRRORED -> half + new StringBuilder(half).reverse();
                case HALF_SHIFTED -> half + shifted(half);
                case COUNTER_AT_END ->
                    secret.substring(0, 41) + SYMBOLS.charAt(number / 64 % 64) + SYMBOLS.charAt(number % 64);
                default -> secret;
            };
        }

        @Override
        public String toString() {
            return TokenGeneratorFaults.this == REMEMBERED ? "Faulty[last=" + last + "]" : "Faulty";
        }
    }

    private static String symbols(Random random, int count) {
        StringBuilder symbols = new StringBuilder();
        for (int i = 0; i < count; i++) {
            symbols.append(SYMBOLS.charAt(random.nextInt(SYMBOLS.length())));
        }
        return symbols.toString();
    }

    private static String shifted(String text) {
        StringBuilder shifted = new StringBuilder();
        text.chars()
                .forEach(symbol -> shifted.append(SYMBOLS.charAt((SYMBOLS.indexOf(symbol) + 5) % SYMBOLS.length())));
        return shifted.toString();
    }
}
