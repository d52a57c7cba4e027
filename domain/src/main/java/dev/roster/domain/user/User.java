package dev.roster.domain.user;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.TextRule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user as stored. Carries no secret, so it may be cached, logged and returned.
 *
 * @param id its identity
 * @param email where to reach the user; unique among users by {@link EmailAddress#key()}
 * @param name 1 to 100 code points, not blank
 * @param bio 0 to 1,000 code points; empty if the user gave none
 * @param verified whether the user proved to read mail sent to {@code email}
 * @param role what the user may do beyond managing what is their own
 * @param createdBy who created the account, or {@code null} if the user registered; the creator may be gone by now
 * @param createdAt when the account was created, in whole microseconds; never changes
 * @param updatedAt when the account was last changed, in whole microseconds
 * @param version 1 after creation, one more with each update
 */
public record User(
        UserId id,
        EmailAddress email,
        String name,
        String bio,
        boolean verified,
        Role role,
        @Nullable UserId createdBy,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    /** What a name may be. */
    public static final TextRule NAME_RULE = TextRule.of("name", 1, 100).notBlank();

    /** What a bio may be. */
    public static final TextRule BIO_RULE = TextRule.of("bio", 0, 1_000);

    /**
     * Instants are truncated to microseconds, the precision every storage keeps.
     *
     * @throws InvalidValueException if name or bio break their rule
     * @throws IllegalArgumentException if the version is below 1
     */
    public User {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(email, "email");
        Objects.requireNonNull(role, "role");
        name = NAME_RULE.require(name);
        bio = BIO_RULE.require(bio);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        updatedAt = updatedAt.truncatedTo(ChronoUnit.MICROS);
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1, was " + version);
        }
    }

    /** This user with another address; unverified, unless only the spelling of its case changes. */
    public User withEmail(EmailAddress changed) {
        boolean stillVerified = verified && email.sameAccountAs(changed);
        return new User(id, changed, name, bio, stillVerified, role, createdBy, createdAt, updatedAt, version);
    }

    /** This user with another name. */
    public User withName(String changed) {
        return new User(id, email, changed, bio, verified, role, createdBy, createdAt, updatedAt, version);
    }

    /** This user with another bio. */
    public User withBio(String changed) {
        return new User(id, email, name, changed, verified, role, createdBy, createdAt, updatedAt, version);
    }

    /** This user, verified or not. */
    public User withVerified(boolean changed) {
        return new User(id, email, name, bio, changed, role, createdBy, createdAt, updatedAt, version);
    }

    /** This user in another role. */
    public User withRole(Role changed) {
        return new User(id, email, name, bio, verified, changed, createdBy, createdAt, updatedAt, version);
    }

    /** This user, changed at the given time. */
    public User withUpdatedAt(Instant changed) {
        return new User(id, email, name, bio, verified, role, createdBy, createdAt, changed, version);
    }

    /** This user at the given version; for storages. */
    public User withVersion(long changed) {
        return new User(id, email, name, bio, verified, role, createdBy, createdAt, updatedAt, changed);
    }
}
