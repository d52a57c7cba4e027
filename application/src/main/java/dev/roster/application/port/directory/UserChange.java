package dev.roster.application.port.directory;

import dev.roster.domain.user.EmailAddress;
import java.util.Optional;

/**
 * New values of all changeable fields of a user in a {@link UserDirectory}. {@link #toString()} contains no secret.
 *
 * @param email the email address
 * @param name the name
 * @param bio the bio; may be empty
 * @param password the caller's password as typed; a directory may require it when callers change their own email
 *     address
 */
public record UserChange(EmailAddress email, String name, String bio, Optional<String> password) {

    /** Creates an update without a password. */
    public UserChange(EmailAddress email, String name, String bio) {
        this(email, name, bio, Optional.empty());
    }

    @Override
    public String toString() {
        return "UserChange[email=" + email + ", name=" + name + ", bio=" + bio + "]";
    }
}
