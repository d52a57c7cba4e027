package dev.roster.application.port.security;

/**
 * Hashes passwords with a function that is slow to guess from. Passwords are compared exactly, in any script
 * ({@code hasher.passwords-compared-exactly}); callers pass them {@linkplain dev.roster.domain.user.Password#normalize
 * normalized}.
 *
 * <p>Hashing and verifying are slow on purpose. An implementation may limit how many computations run at once; it then
 * throws {@link PasswordHasherBusyException} instead of building up a queue.
 */
public interface PasswordHasher {

    /**
     * Hashes a password with the current parameters and a new salt. The hash verifies the password
     * ({@code hasher.own-hash-verified}), differs from all other hashes ({@code hasher.salted}), and does not contain
     * the password ({@code hasher.hash-hides-password}).
     *
     * @throws PasswordHasherBusyException if too many passwords are waiting
     */
    PasswordHash hash(String password);

    /**
     * Returns whether the hash is of this password ({@code hasher.wrong-password-rejected}). Uses the parameters stored
     * in the hash, so older hashes stay valid ({@code hasher.older-parameters-verified}).
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
     * Returns a hash that matches no password ({@code hasher.decoy-never-verified}). Verifying against it costs the
     * same as against a real hash; creating it costs nothing.
     */
    PasswordHash decoy();
}
