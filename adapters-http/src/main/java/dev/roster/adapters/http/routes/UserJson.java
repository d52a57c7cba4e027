package dev.roster.adapters.http.routes;

import dev.roster.domain.user.User;

/**
 * JSON of a user as authenticated callers see it. The order of the components is the order of the JSON fields.
 *
 * @param createdAt ISO-8601, in UTC
 * @param updatedAt ISO-8601, in UTC
 */
record UserJson(long id, String email, String name, String bio, boolean verified, String createdAt, String updatedAt) {

    static UserJson of(User user) {
        return new UserJson(
                user.id().value(),
                user.email().value(),
                user.name(),
                user.bio(),
                user.verified(),
                Timestamps.format(user.createdAt()),
                Timestamps.format(user.updatedAt()));
    }
}
