package dev.roster.testkit.fake;

import dev.roster.application.port.security.HashFunction;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Password hasher for tests: salted SHA-256, so it costs almost nothing. Counts its computations, so that a test can
 * check how many a login needs.
 */
public final class FastPasswordHasher implements PasswordHasher {

    private final int generation;
    private final AtomicInteger computations = new AtomicInteger();

    /** Creates a hasher with the current parameters. */
    public FastPasswordHasher() {
        this(1);
    }

    /**
     * Creates a hasher with parameters of a generation. Hashes of another generation are valid but need renewal.
     *
     * @param generation any number
     */
    public FastPasswordHasher(int generation) {
        this.generation = generation;
    }

    /** Returns how many hashes have been computed, to create or to verify one. */
    public int computations() {
        return computations.get();
    }

    @Override
    public PasswordHash hash(String password) {
        String salt = UUID.randomUUID().toString();
        return encoded(generation, salt, digest(generation + salt, password));
    }

    @Override
    public boolean verify(String password, PasswordHash hash) {
        String[] parts = parts(hash);
        return digest(parts[1] + parts[2], password).equals(parts[3]);
    }

    @Override
    public boolean needsRenewal(PasswordHash hash) {
        return !parts(hash)[1].equals(Integer.toString(generation));
    }

    @Override
    public PasswordHash decoy() {
        // Has the form of a hash, but no password has this digest, except with negligible probability.
        String random = UUID.randomUUID().toString() + UUID.randomUUID();
        return encoded(generation, UUID.randomUUID().toString(), HashFunction.SHA_256.hex(random));
    }

    private static PasswordHash encoded(int generation, String salt, String digest) {
        return new PasswordHash("fast:" + generation + ":" + salt + ":" + digest);
    }

    private static String[] parts(PasswordHash hash) {
        String[] parts = hash.encoded().split(":", -1);
        if (parts.length != 4 || !parts[0].equals("fast") || !parts[3].matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("the hash was not created by this hasher");
        }
        return parts;
    }

    private String digest(String salt, String password) {
        computations.incrementAndGet();
        return HashFunction.SHA_256.hex(salt + password);
    }
}
