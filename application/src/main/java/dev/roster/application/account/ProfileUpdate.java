package dev.roster.application.account;

import dev.roster.domain.user.User;
import java.util.Optional;

/**
 * A change of some parts of a profile.
 *
 * @param name the name, as {@link User#NAME} wants it; empty to leave it
 * @param bio the bio, as {@link User#BIO} wants it; empty to leave it
 */
public record ProfileUpdate(Optional<String> name, Optional<String> bio) {

    User appliedTo(User user) {
        return user.withName(name.orElse(user.name())).withBio(bio.orElse(user.bio()));
    }
}
