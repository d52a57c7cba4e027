package dev.roster.domain.user;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.TextRule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user as stored. Contains no secret, so it may be cached, logged and returned.
 *
 * @param id identity of the user
 * @param email the email address; unique among users by {@link EmailAddress#key()}
 * @param name 1 to 100 code points, not blank
 * @param bio 0 to 1,000 code points; may be empty
 * @param verified whether the user verified {@code email} by reading a mail
 * @param role what the user may do in addition to managing their own data
 * @param createdBy the creator of the account, or {@code null} if the user registered; the creator may have been
 *     deleted
 * @param createdAt when the account was created, in whole microseconds; never changes
 * @param updatedAt when the account was last changed, in whole microseconds
 * @param version 1 after creation, incremented by each update
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

    /** Rule for names. */
    public static final TextRule NAME_RULE = TextRule.of("name", 1, 100).notBlank();

    /** Rule for bios. */
    public static final TextRule BIO_RULE = TextRule.of("bio", 0, 1_000);

    /**
     * Truncates instants to microseconds, the precision of every storage.
     *
     * @throws InvalidValueException if the name or the bio is invalid
     * @throws IllegalArgumentException if the version is below 1
     */
    public User {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(email, "email");
        Objects.requireNonNull(role, "role");
        name = NAME_RULE.requireStored(name);
        bio = BIO_RULE.require(bio);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
        updatedAt = updatedAt.truncatedTo(ChronoUnit.MICROS);
        if (version < 1) {
            throw new IllegalArgumentException("version must be at least 1, was " + version);
        }
    }

    /** Returns this user with another email address. The user becomes unverified, unless only the spelling changes. */
    public User withEmail(EmailAddress changed) {
        boolean stillVerified = verified && email.sameAccountAs(changed);
        return new User(id, changed, name, bio, stillVerified, role, createdBy, createdAt, updatedAt, version);
    }

    /**
     * Returns this user with another name.
     *
     * @throws InvalidValueException if the name is invalid
     */
    public User withName(String changed) {
        String required = NAME_RULE.require(changed);
        return new User(id, email, required, bio, verified, role, createdBy, createdAt, updatedAt, version);
    }

    /** Returns this user with another bio. */
    public User withBio(String changed) {
        return new User(id, email, name, changed, verified, role, createdBy, createdAt, updatedAt, version);
    }

    /** Returns this user, verified or not. */
    public User withVerified(boolean changed) {
        return new User(id, email, name, bio, changed, role, createdBy, createdAt, updatedAt, version);
    }

    /** Returns this user with another role. */
    public User withRole(Role changed) {
        return new User(id, email, name, bio, verified, changed, createdBy, createdAt, updatedAt, version);
    }

    /** Returns this user with another time of the last change. */
    public User withUpdatedAt(Instant changed) {
        return new User(id, email, name, bio, verified, role, createdBy, createdAt, changed, version);
    }

    /** Returns this user with another version; for use by storages. */
    public User withVersion(long changed) {
        return new User(id, email, name, bio, verified, role, createdBy, createdAt, updatedAt, changed);
    }
}
