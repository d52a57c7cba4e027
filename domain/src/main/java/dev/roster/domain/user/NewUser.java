package dev.roster.domain.user;

import dev.roster.domain.InvalidValueException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user before it is stored. The storage assigns the id and the version. New users are unverified and have the role
 * {@link Role#USER}.
 *
 * @param email the email address
 * @param name the name, valid by {@link User#NAME_RULE}
 * @param bio the bio, valid by {@link User#BIO_RULE}
 * @param createdBy the creator of the account, or {@code null} if the user registers
 * @param createdAt the time of creation, truncated to microseconds
 */
public record NewUser(
        EmailAddress email,
        String name,
        String bio,
        @Nullable UserId createdBy,
        Instant createdAt) {

    /**
     * @throws InvalidValueException if the name or the bio is invalid
     */
    public NewUser {
        Objects.requireNonNull(email, "email");
        name = User.NAME_RULE.require(name);
        bio = User.BIO_RULE.require(bio);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns the user after its creation, with the id that the storage assigned and version 1. */
    public User toUser(UserId id) {
        return new User(id, email, name, bio, false, Role.USER, createdBy, createdAt, createdAt, 1);
    }
}
