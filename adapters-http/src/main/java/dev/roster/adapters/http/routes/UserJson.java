package dev.roster.adapters.http.routes;

import dev.roster.application.account.UserView.PublicProfile;
import dev.roster.application.port.directory.UserDirectory.Details;
import dev.roster.application.port.directory.UserDirectory.DirectoryUser;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * JSON of a user with all fields, written by the server and read by the client. The order of the
 * components is the order of the JSON fields.
 *
 * @param createdAt ISO-8601, in UTC
 * @param updatedAt ISO-8601, in UTC
 */
public record UserJson(
        long id, String email, String name, String bio, boolean verified, String createdAt, String updatedAt) {

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

    /**
     * Converts the JSON that a client received.
     *
     * @throws RuntimeException if a value is not valid
     */
    public DirectoryUser toDirectoryUser() {
        return new DirectoryUser(
                new UserId(id),
                name,
                bio,
                Instant.parse(createdAt),
                Optional.of(new Details(EmailAddress.stored(email), verified, Instant.parse(updatedAt))));
    }

    /**
     * JSON of a public profile.
     *
     * @param createdAt ISO-8601, in UTC
     */
    public record Public(long id, String name, String bio, String createdAt) {

        /**
         * Converts the JSON that a client received.
         *
         * @throws RuntimeException if a value is not valid
         */
        public DirectoryUser toDirectoryUser() {
            return new DirectoryUser(new UserId(id), name, bio, Instant.parse(createdAt), Optional.empty());
        }

        static Public of(PublicProfile profile) {
            return new Public(
                    profile.id().value(), profile.name(), profile.bio(), Timestamps.format(profile.createdAt()));
        }
    }
}
