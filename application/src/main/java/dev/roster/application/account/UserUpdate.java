package dev.roster.application.account;

import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.User;
import java.util.Optional;

/**
 * A whole replacement of what a user may change. Shows no secret in {@link #toString()}.
 *
 * @param email the address
 * @param name the name, as {@link User#NAME_RULE} wants it
 * @param bio the bio, as {@link User#BIO_RULE} wants it; empty for none
 * @param password the user's password as typed, which users who change their own address have to give
 */
public record UserUpdate(EmailAddress email, String name, String bio, Optional<String> password) {

    /** One that gives no password. */
    public UserUpdate(EmailAddress email, String name, String bio) {
        this(email, name, bio, Optional.empty());
    }

    User applyTo(User user) {
        return user.withEmail(email).withName(name).withBio(bio);
    }

    @Override
    public String toString() {
        return "UserUpdate[email=" + email + ", name=" + name + ", bio=" + bio + "]";
    }
}
