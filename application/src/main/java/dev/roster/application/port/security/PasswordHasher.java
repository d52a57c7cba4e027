package dev.roster.application.port.security;

/**
 * Turns passwords into hashes that are slow to guess from. Passwords are taken exactly as typed, whatever their script
 * ({@code hasher.passwords-compared-exactly}). Both computations are slow on purpose; an implementation may bound how many
 * run at once, and then says {@link PasswordHasherBusyException} rather than let a queue grow.
 */
public interface PasswordHasher {

    /**
     * Hashes a password with the current parameters and a fresh salt: the hash verifies it
     * ({@code hasher.own-hash-verified}), no two hashes are alike ({@code hasher.salted}), and the password does not
     * show in it ({@code hasher.hash-hides-password}).
     *
     * @throws PasswordHasherBusyException if too many wait already
     */
    PasswordHash hash(String password);

    /**
     * Whether the password is the one hashed ({@code hasher.wrong-password-rejected}). The parameters are taken from the hash, so
     * that older hashes stay good ({@code hasher.older-parameters-verified}).
     *
     * @throws IllegalArgumentException if the hash is none of this hasher's ({@code hasher.foreign-hash-rejected})
     * @throws PasswordHasherBusyException if too many wait already
     */
    boolean verify(String password, PasswordHash hash);

    /**
     * Whether the hash was made with other parameters than the current ones ({@code hasher.renewal-reported}).
     *
     * @throws IllegalArgumentException if the hash is none of this hasher's ({@code hasher.foreign-hash-rejected})
     */
    boolean needsRenewal(PasswordHash hash);

    /**
     * A hash that no password verifies against, with the current parameters, so that trying one costs what trying a
     * real one costs ({@code hasher.decoy-never-verified}). Making it costs nothing.
     */
    PasswordHash decoy();
}
