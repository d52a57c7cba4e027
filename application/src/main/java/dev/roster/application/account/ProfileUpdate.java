package dev.roster.application.account;

import dev.roster.domain.user.User;
import java.util.Optional;

/**
 * A change of some parts of a profile.
 *
 * @param name the name, as {@link User#NAME_RULE} wants it; empty to leave it
 * @param bio the bio, as {@link User#BIO_RULE} wants it; empty to leave it
 */
public record ProfileUpdate(Optional<String> name, Optional<String> bio) {

    User applyTo(User user) {
        return user.withName(name.orElse(user.name())).withBio(bio.orElse(user.bio()));
    }
}
