package dev.roster.testkit.faulty.security;

import dev.roster.application.port.security.HashFunction;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Planted faults of password hashers. */
public enum PasswordHasherFaults implements PlantedFault {
    @Fault("Verifies a hash only at the hasher that created it.")
    VALID_WHERE_CREATED("hasher.own-hash-verified"),
    @Fault("Hashes only the first eight characters of a password.")
    PREFIX_SUFFICES("hasher.wrong-password-rejected"),
    @Fault("Verifies any password.")
    EVERYTHING_VERIFIED("hasher.wrong-password-rejected"),
    @Fault("Hashes passwords in lower case.")
    CASE_IGNORED("hasher.wrong-password-rejected"),
    @Fault("Accepts the text of a hash as its password.")
    HASH_IS_PASSWORD("hasher.wrong-password-rejected"),
    @Fault("Removes white space around a password.")
    TRIMMED("hasher.blanks-significant"),
    @Fault("Removes white space before a password.")
    LEADING_BLANKS_IGNORED("hasher.blanks-significant"),
    @Fault("Removes white space after a password.")
    TRAILING_BLANKS_IGNORED("hasher.blanks-significant"),
    @Fault("Replaces several blanks in a row with one.")
    BLANKS_JOINED("hasher.blanks-significant"),
    @Fault("Removes all blanks of a password.")
    BLANKS_REMOVED("hasher.blanks-significant"),
    @Fault("Replaces each kind of white space with a blank.")
    BLANKS_ALIKE("hasher.blanks-significant"),
    @Fault("Ends a password at a NUL character.")
    ENDS_AT_NUL("hasher.blanks-significant"),
    @Fault("Ignores the bytes of a password after the first 72.")
    ENDS_AT_72_BYTES("hasher.passwords-compared-exactly"),
    @Fault("Normalizes passwords before it hashes them.")
    NORMALIZED("hasher.passwords-compared-exactly"),
    @Fault("Replaces each character of a password that is not ASCII with one replacement.")
    ASCII_ONLY("hasher.passwords-compared-exactly"),
    @Fault("Replaces each lone surrogate of a password with one replacement.")
    LONE_SURROGATES_ALIKE("hasher.passwords-compared-exactly"),
    @Fault("Creates hashes with reserved capacity that the hasher itself rejects.")
    RESERVED_OF_OTHER_KIND("hasher.reserved-equivalent"),
    @Fault("Uses the same salt for all hashes.")
    NO_SALT("hasher.salted"),
    @Fault("Derives the salt from the password.")
    SALT_OF_PASSWORD("hasher.salted"),
    @Fault("Uses a counter as salt.")
    SALT_COUNTED("hasher.salted"),
    @Fault("Stores the password in the salt of its hash.")
    PASSWORD_IN_HASH("hasher.hash-hides-password"),
    @Fault("Stores the password in hexadecimal in the salt of its hash.")
    PASSWORD_ENCODED_IN_HASH("hasher.hash-hides-password"),
    @Fault("Logs each password that it hashes.")
    PASSWORD_LOGGED("hasher.hash-hides-password"),
    @Fault("Repeats a malformed hash in the message of the exception.")
    HASH_IN_MESSAGE("hasher.hash-hides-password"),
    @Fault(value = "Shares the input of a digest between threads.", raced = true)
    MAC_SHARED_BY_THREADS("hasher.concurrent-use"),
    @Fault("Verifies each hash with the current parameters.")
    OLDER_PARAMETERS_IGNORED("hasher.older-parameters-verified"),
    @Fault("Reports no hash as outdated.")
    RENEWAL_NEVER_REPORTED("hasher.renewal-reported"),
    @Fault("Reports decoys as outdated.")
    DECOY_NEEDS_RENEWAL("hasher.renewal-reported"),
    @Fault("Returns false for the hash of another hasher, without an exception.")
    FOREIGN_HASH_UNVERIFIED("hasher.foreign-hash-rejected"),
    @Fault("Accepts a password that equals a stored text that is no hash.")
    PLAIN_TEXT_ACCEPTED("hasher.foreign-hash-rejected"),
    @Fault("Accepts a hash with white space around it.")
    SURROUNDINGS_IGNORED("hasher.foreign-hash-rejected"),
    @Fault("Accepts a hash whose digest was cut off.")
    DIGEST_COMPARED_BY_PREFIX("hasher.damaged-hash-never-verified"),
    @Fault("Ignores characters after the digest of a hash.")
    END_OF_HASH_IGNORED("hasher.damaged-hash-never-verified"),
    @Fault("Runs out of memory for a hash with costly parameters.")
    MEMORY_EXHAUSTED("hasher.costly-parameters-bounded"),
    @Fault("Verifies any password against a decoy.")
    DECOY_MATCHES("hasher.decoy-never-verified"),
    @Fault("Returns the same decoy each time.")
    ONE_DECOY("hasher.decoy-never-verified"),
    @Fault("Creates decoys without a digest, and computes nothing for them.")
    DECOY_WITHOUT_DIGEST("hasher.decoy-costs-the-same"),
    @Fault("Recognizes its decoys, and computes nothing for them.")
    DECOY_RECOGNIZED("hasher.decoy-costs-the-same"),
    @Fault("Creates decoys with less costly parameters.")
    DECOY_OF_LOWER_COST("hasher.decoy-costs-the-same"),
    @Fault("Recognizes its decoys with reserved capacity, and computes nothing for them.")
    DECOY_OF_RESERVED_RECOGNIZED("hasher.decoy-costs-the-same");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    PasswordHasherFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a hasher with the fault. If its time matters, a hash takes some milliseconds. */
    public PasswordHasher hasher() {
        return new Faulty(clauses.contains("hasher.decoy-costs-the-same") ? 5_000 : 2, false);
    }

    /** Returns a hasher with the fault and older parameters. */
    public PasswordHasher olderHasher() {
        return new Faulty(1, false);
    }

    /** Hasher with hashes of the form {@code sha:<cost>:<salt>:<digest>}. */
    private final class Faulty implements PasswordHasher {

        private static final Logger LOG = Logger.getLogger("dev.roster.testkit.faulty");

        /** The number of digests of a hash. */
        private final int cost;

        private final boolean reserved;
        private final String own = UUID.randomUUID().toString();
        private final Set<String> decoys = ConcurrentHashMap.newKeySet();
        private volatile String sharedInput = "";
        private int salts;

        Faulty(int cost, boolean reserved) {
            this.cost = cost;
            this.reserved = reserved;
        }

        private boolean is(PasswordHasherFaults fault) {
            return PasswordHasherFaults.this == fault;
        }

        @Override
        public PasswordHash hash(String password) {
            if (is(PASSWORD_LOGGED)) {
                LOG.log(Level.FINEST, "hashing {0}", password);
            }
            String salt = switch (PasswordHasherFaults.this) {
                case NO_SALT -> "salt";
                case SALT_OF_PASSWORD -> HashFunction.SHA_256.hex(password).substring(0, 16);
                case SALT_COUNTED -> Integer.toString(salts++);
                case PASSWORD_IN_HASH -> password + UUID.randomUUID();
                case PASSWORD_ENCODED_IN_HASH ->
                    HexFormat.of().formatHex(password.getBytes(StandardCharsets.UTF_8)) + UUID.randomUUID();
                default -> UUID.randomUUID().toString();
            };
            return encoded(cost, salt, digest(cost, salt, password));
        }

        private PasswordHash encoded(int parameter, String salt, String digest) {
            String name = reserved && is(RESERVED_OF_OTHER_KIND) ? "reserved" : "sha";
            return new PasswordHash(name + ":" + parameter + ":" + salt + ":" + digest);
        }

        private String digest(int rounds, String salt, String submitted) {
            String password = seen(submitted);
            String input = (is(VALID_WHERE_CREATED) ? own : "") + salt + password;
            if (is(MAC_SHARED_BY_THREADS)) {
                sharedInput = input;
                LockSupport.parkNanos(1);
                input = sharedInput;
            }
            String digest = HashFunction.SHA_256.hex(input);
            for (int i = 1; i < rounds; i++) {
                digest = HashFunction.SHA_256.hex(digest);
            }
            return digest;
        }

        private String seen(String password) {
            return switch (PasswordHasherFaults.this) {
                case PREFIX_SUFFICES -> password.substring(0, Math.min(8, password.length()));
                case CASE_IGNORED -> password.toLowerCase(Locale.ROOT);
                case TRIMMED -> password.strip();
                case LEADING_BLANKS_IGNORED -> password.stripLeading();
                case TRAILING_BLANKS_IGNORED -> password.stripTrailing();
                case BLANKS_JOINED -> password.replaceAll(" +", " ");
                case BLANKS_REMOVED -> password.replace(" ", "");
                case BLANKS_ALIKE -> password.replaceAll("[\\s\\u00a0]", " ");
                case ENDS_AT_NUL -> password.split("\0", -1)[0];
                case ENDS_AT_72_BYTES -> {
                    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
                    yield new String(bytes, 0, Math.min(72, bytes.length), StandardCharsets.ISO_8859_1);
                }
                case NORMALIZED -> Normalizer.normalize(password, Normalizer.Form.NFC);
                case ASCII_ONLY -> new String(password.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
                case LONE_SURROGATES_ALIKE ->
                    new String(password.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
                default -> password;
            };
        }

        @Override
        public boolean verify(String password, PasswordHash hash) {
            String encoded = hash.encoded();
            if (is(HASH_IS_PASSWORD) && password.equals(encoded)) {
                return true;
            } else if (is(PLAIN_TEXT_ACCEPTED) && !encoded.startsWith("sha:")) {
                return password.equals(encoded);
            } else if (is(FOREIGN_HASH_UNVERIFIED) && !encoded.startsWith("sha:")) {
                return false;
            }
            String[] parts = parts(hash);
            int rounds = is(OLDER_PARAMETERS_IGNORED) ? cost : parameter(parts[1]);
            boolean recognized = decoys.contains(encoded)
                    && (is(DECOY_RECOGNIZED) || (reserved && is(DECOY_OF_RESERVED_RECOGNIZED)));
            if (recognized || (is(DECOY_WITHOUT_DIGEST) && parts[3].equals("-"))) {
                return false;
            }
            String digest = digest(rounds, parts[2], password);
            return switch (PasswordHasherFaults.this) {
                case EVERYTHING_VERIFIED -> true;
                case DECOY_MATCHES -> decoys.contains(encoded) || digest.equals(parts[3]);
                case DIGEST_COMPARED_BY_PREFIX -> digest.startsWith(parts[3]);
                case END_OF_HASH_IGNORED -> parts[3].startsWith(digest);
                default -> digest.equals(parts[3]);
            };
        }

        private int parameter(String text) {
            int rounds = Integer.parseInt(text);
            if (rounds > 1_000_000) {
                if (is(MEMORY_EXHAUSTED)) {
                    throw new OutOfMemoryError("planted");
                }
                throw new IllegalArgumentException("too expensive");
            }
            return rounds;
        }

        private String[] parts(PasswordHash hash) {
            String encoded = is(SURROUNDINGS_IGNORED) ? hash.encoded().strip() : hash.encoded();
            String[] parts = encoded.split(":", -1);
            boolean known = parts[0].equals("sha") || (reserved && parts[0].equals("reserved"));
            if (parts.length != 4 || !known || !(parts[3].matches("[0-9a-f]{64}") || isDigestLenient(parts[3]))) {
                throw new IllegalArgumentException(
                        is(HASH_IN_MESSAGE) ? "not a hash: " + encoded : "the hash was not created by this hasher");
            }
            return parts;
        }

        private boolean isDigestLenient(String digest) {
            return switch (PasswordHasherFaults.this) {
                case DIGEST_COMPARED_BY_PREFIX -> true;
                case END_OF_HASH_IGNORED -> digest.length() > 64 && !digest.contains("\n");
                case DECOY_WITHOUT_DIGEST -> digest.equals("-");
                default -> false;
            };
        }

        @Override
        public boolean needsRenewal(PasswordHash hash) {
            int parameter = parameter(parts(hash)[1]);
            return (parameter != cost && !is(RENEWAL_NEVER_REPORTED))
                    || (is(DECOY_NEEDS_RENEWAL) && decoys.contains(hash.encoded()));
        }

        @Override
        public PasswordHasher reserved() {
            return is(RESERVED_OF_OTHER_KIND) || is(DECOY_OF_RESERVED_RECOGNIZED) ? new Faulty(cost, true) : this;
        }

        @Override
        public PasswordHash decoy() {
            String salt = is(ONE_DECOY) ? "salt" : UUID.randomUUID().toString();
            String digest = is(DECOY_WITHOUT_DIGEST) ? "-" : HashFunction.SHA_256.hex(salt + own);
            PasswordHash decoy = encoded(is(DECOY_OF_LOWER_COST) ? 1 : cost, salt, digest);
            decoys.add(decoy.encoded());
            return decoy;
        }
    }
}
