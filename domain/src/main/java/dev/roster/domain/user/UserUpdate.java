package dev.roster.domain.user;

import java.util.Optional;

/**
 * New values of all changeable fields of a user. {@link #toString()} contains no secret.
 *
 * @param email the email address
 * @param name the name, valid by {@link User#NAME_RULE}
 * @param bio the bio, valid by {@link User#BIO_RULE}; may be empty
 * @param password the caller's password as typed; required of users who change their own email address
 */
public record UserUpdate(EmailAddress email, String name, String bio, Optional<String> password) {

    /** Creates an update without a password. */
    public UserUpdate(EmailAddress email, String name, String bio) {
        this(email, name, bio, Optional.empty());
    }

    /** Returns the user with the new values. */
    public User applyTo(User user) {
        return user.withEmail(email).withName(name).withBio(bio);
    }

    @Override
    public String toString() {
        return "UserUpdate[email=" + email + ", name=" + name + ", bio=" + bio + "]";
    }
}
