package dev.roster.testkit.data;

import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Builds users that are about to be stored: {@code aUser().withName("Ann").build()}. Each builder has an address of its
 * own. Immutable: every {@code with…} gives a new builder.
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

    /** A user who registered, with an address that no other builder has. */
    public static NewUserBuilder aUser() {
        return new NewUserBuilder(
                Unique.email(), "Ann Example", "", null, Instant.parse("2023-01-01T00:00:00.123456Z"));
    }

    /** With this address. */
    public NewUserBuilder withEmail(String changed) {
        return new NewUserBuilder(changed, name, bio, createdBy, createdAt);
    }

    /** With this name. */
    public NewUserBuilder withName(String changed) {
        return new NewUserBuilder(email, changed, bio, createdBy, createdAt);
    }

    /** With this bio. */
    public NewUserBuilder withBio(String changed) {
        return new NewUserBuilder(email, name, changed, createdBy, createdAt);
    }

    /** Created by this user instead of by registration. */
    public NewUserBuilder createdBy(UserId creator) {
        return new NewUserBuilder(email, name, bio, creator, createdAt);
    }

    /** Created at this time. */
    public NewUserBuilder createdAt(Instant changed) {
        return new NewUserBuilder(email, name, bio, createdBy, changed);
    }

    /**
     * The user.
     *
     * @throws dev.roster.domain.InvalidValueException if a value breaks its rule
     */
    public NewUser build() {
        return new NewUser(new EmailAddress(email), name, bio, createdBy, createdAt);
    }
}
