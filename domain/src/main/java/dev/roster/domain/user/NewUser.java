package dev.roster.domain.user;

import dev.roster.domain.InvalidValueException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user about to be stored: everything but what the storage gives, which is the id and the version. New users are
 * unverified and in the role {@link Role#USER}.
 *
 * @param email where to reach the user
 * @param name as {@link User#NAME_RULE} wants it
 * @param bio as {@link User#BIO_RULE} wants it
 * @param createdBy who creates the account, or {@code null} if the user registers
 * @param createdAt the time of creation, truncated to microseconds
 */
public record NewUser(
        EmailAddress email,
        String name,
        String bio,
        @Nullable UserId createdBy,
        Instant createdAt) {

    /**
     * @throws InvalidValueException if name or bio break their rule
     */
    public NewUser {
        Objects.requireNonNull(email, "email");
        name = User.NAME_RULE.require(name);
        bio = User.BIO_RULE.require(bio);
        createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** The user as it stands right after its creation, under the id that the storage gave. */
    public User toUser(UserId id) {
        return new User(id, email, name, bio, false, Role.USER, createdBy, createdAt, createdAt, 1);
    }
}
