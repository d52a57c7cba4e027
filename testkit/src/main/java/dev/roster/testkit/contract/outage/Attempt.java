package dev.roster.testkit.contract.outage;

import dev.roster.domain.user.NewUser;
import org.jspecify.annotations.Nullable;

/**
 * Attempt to store a user.
 *
 * @param failure what the attempt threw; null if it was acknowledged
 */
record Attempt(NewUser user, @Nullable Throwable failure) {

    boolean acknowledged() {
        return failure == null;
    }
}
