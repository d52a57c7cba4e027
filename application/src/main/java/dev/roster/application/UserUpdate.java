package dev.roster.application;

import dev.roster.domain.EmailAddress;
import dev.roster.domain.User;

/**
 * A whole replacement of what a user may change.
 *
 * @param email the address
 * @param name the name, as {@link User#NAME} wants it
 * @param bio the bio, as {@link User#BIO} wants it; empty for none
 */
public record UserUpdate(EmailAddress email, String name, String bio) {

    User appliedTo(User user) {
        return user.withEmail(email).withName(name).withBio(bio);
    }
}
