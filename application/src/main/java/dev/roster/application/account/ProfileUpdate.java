package dev.roster.application.account;

import dev.roster.domain.user.User;
import java.util.Optional;

/**
 * A partial change of a profile.
 *
 * @param name the new name, valid by {@link User#NAME_RULE}; empty for no change
 * @param bio the new bio, valid by {@link User#BIO_RULE}; empty for no change
 */
public record ProfileUpdate(Optional<String> name, Optional<String> bio) {

    User applyTo(User user) {
        return user.withName(name.orElse(user.name())).withBio(bio.orElse(user.bio()));
    }
}
