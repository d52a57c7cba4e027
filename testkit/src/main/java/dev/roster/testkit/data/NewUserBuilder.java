package dev.roster.testkit.data;

import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Builder of users to store: {@code aUser().withName("Ann").build()}. Each builder has a unique email address.
 * Immutable: every call returns a new builder.
 */
public final class NewUserBuilder {

    private final String email;
    private final String name;
    private final String bio;
    private final @Nullable UserId createdBy;
    private final Instant createdAt;

    private NewUserBuilder(String email, String name, String bio, @Nullable UserId createdBy, Instant createdAt) {
        this.email = email;
        this.name = name;
        this.bio = bio;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
    }

    /** Returns a builder of a registered user with a unique email address. */
    public static NewUserBuilder aUser() {
        return new NewUserBuilder(
                Unique.email(), "Ann Example", "", null, Instant.parse("2023-01-01T00:00:00.123456Z"));
    }

    /** Sets the email address. */
    public NewUserBuilder withEmail(String changed) {
        return new NewUserBuilder(changed, name, bio, createdBy, createdAt);
    }

    /** Sets the name. */
    public NewUserBuilder withName(String changed) {
        return new NewUserBuilder(email, changed, bio, createdBy, createdAt);
    }

    /** Sets the bio. */
    public NewUserBuilder withBio(String changed) {
        return new NewUserBuilder(email, name, changed, createdBy, createdAt);
    }

    /** Sets the user that created this one. Without it, the user registered. */
    public NewUserBuilder createdBy(UserId creator) {
        return new NewUserBuilder(email, name, bio, creator, createdAt);
    }

    /** Sets the creation time. */
    public NewUserBuilder createdAt(Instant changed) {
        return new NewUserBuilder(email, name, bio, createdBy, changed);
    }

    /**
     * Returns the user.
     *
     * @throws dev.roster.domain.InvalidValueException if a value is invalid
     */
    public NewUser build() {
        return new NewUser(new EmailAddress(email), name, bio, createdBy, createdAt);
    }
}
