package dev.roster.application.port.directory;

import dev.roster.domain.user.EmailAddress;
import java.util.Optional;

/**
 * A whole replacement of what may be changed of a user in a {@link UserDirectory}. Shows no secret in
 * {@link #toString()}.
 *
 * @param email the address
 * @param name the name
 * @param bio the bio; empty for none
 * @param password the caller's password as typed; a directory may want it of callers who change their own address
 */
public record UserChange(EmailAddress email, String name, String bio, Optional<String> password) {

    /** One that gives no password. */
    public UserChange(EmailAddress email, String name, String bio) {
        this(email, name, bio, Optional.empty());
    }

    @Override
    public String toString() {
        return "UserChange[email=" + email + ", name=" + name + ", bio=" + bio + "]";
    }
}
