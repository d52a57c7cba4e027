package dev.roster.application.port.security;

/**
 * Hashes passwords with a function that is slow to guess from. Passwords are compared exactly, in any script and length
 * ({@code hasher.passwords-compared-exactly}), blanks included ({@code hasher.blanks-significant}); callers pass them
 * {@linkplain dev.roster.domain.user.Password#normalize normalized}. Implementations are safe for use by multiple
 * threads ({@code hasher.concurrent-use}).
 *
 * <p>Hashing and verifying are slow on purpose. An implementation may limit how many computations run at once; it then
 * throws {@link PasswordHasherBusyException} instead of building up a queue.
 */
public interface PasswordHasher {

    /**
     * Hashes a password with the current parameters and a new salt. The hash verifies the password
     * ({@code hasher.own-hash-verified}), differs from all other hashes ({@code hasher.salted}), and does not contain
     * the password; no string form, exception or log entry contains either ({@code hasher.hash-hides-password}).
     *
     * @throws PasswordHasherBusyException if too many passwords are waiting
     */
    PasswordHash hash(String password);

    /**
     * Returns whether the hash is of this password ({@code hasher.wrong-password-rejected}). Uses the parameters stored
     * in the hash, so older hashes stay valid ({@code hasher.older-parameters-verified}). Parameters that cost too much
     * are rejected or bounded ({@code hasher.costly-parameters-bounded}). A damaged hash matches no password; it may be
     * rejected as foreign ({@code hasher.damaged-hash-never-verified}).
     *
     * @throws IllegalArgumentException if the hash was not created by this kind of hasher
     *     ({@code hasher.foreign-hash-rejected})
     * @throws PasswordHasherBusyException if too many passwords are waiting
     */
    boolean verify(String password, PasswordHash hash);

    /**
     * Returns whether the hash was created with other than the current parameters ({@code hasher.renewal-reported}).
     *
     * @throws IllegalArgumentException if the hash was not created by this kind of hasher
     *     ({@code hasher.foreign-hash-rejected})
     */
    boolean needsRenewal(PasswordHash hash);

    /**
     * Returns the same hasher with the part of its capacity that is reserved for known clients. A flood of other
     * computations does not use up that part. Both accept each other's hashes ({@code hasher.reserved-equivalent}). A
     * hasher without limits returns itself.
     */
    default PasswordHasher reserved() {
        return this;
    }

    /**
     * Returns a hash that matches no password ({@code hasher.decoy-never-verified}). It looks like a real hash, and
     * verifying against it costs the same ({@code hasher.decoy-costs-the-same}); creating it costs nothing.
     */
    PasswordHash decoy();
}
