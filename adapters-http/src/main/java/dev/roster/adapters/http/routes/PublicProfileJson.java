package dev.roster.adapters.http.routes;

import dev.roster.application.account.UserView.PublicProfile;

/**
 * JSON of a user as anonymous callers see it.
 *
 * @param createdAt ISO-8601, in UTC
 */
record PublicProfileJson(long id, String name, String bio, String createdAt) {

    static PublicProfileJson of(PublicProfile profile) {
        return new PublicProfileJson(
                profile.id().value(), profile.name(), profile.bio(), Timestamps.format(profile.createdAt()));
    }
}
