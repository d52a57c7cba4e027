package dev.roster.testkit.contract.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a client reported to its caller.
 *
 * @param outcome the kind of result
 * @param users the users that the client returned: one, those of a page in order, or none
 * @param total the number of users on all pages; 0 if no page was returned
 * @param fields the names of the rejected fields, if the client reports them
 * @param retryAfter how long the caller has to wait, if the client reports it
 */
public record ClientResult(
        Outcome outcome, List<ClientUser> users, long total, List<String> fields, Optional<Duration> retryAfter) {

    /** Copies the lists. */
    public ClientResult {
        users = List.copyOf(users);
        fields = List.copyOf(fields);
    }

    /** Kind of result. In JSON the words are in lower case, joined by hyphens. */
    public enum Outcome {
        /** A user was returned. */
        USER,
        /** A page of users was returned. */
        PAGE,
        /** The deletion succeeded. */
        DELETED,
        /** There is no such user. */
        NOT_FOUND,
        /** The server rejected values; the client reports the fields. */
        INVALID,
        /** Another user has the email address. */
        EMAIL_TAKEN,
        /** The server did not accept the access token. */
        UNAUTHENTICATED,
        /** The caller may not do this. */
        FORBIDDEN,
        /** The server refused the call as one too many; the caller has to wait. */
        TOO_MANY_REQUESTS,
        /**
         * There is no usable answer: no connection, time-out, cut off, not JSON, or not from the API. The call may
         * succeed later; after a change it is unknown whether it was made.
         */
        UNAVAILABLE,
        /** Any other failure, such as a crash of the client. */
        ERROR
    }

    /**
     * A user as the client returned it.
     *
     * @param email empty if the client saw the public profile only
     */
    public record ClientUser(long id, String name, String bio, Optional<String> email, Instant createdAt) {}

    /** Returns a result without users and fields. */
    public static ClientResult of(Outcome outcome) {
        return new ClientResult(outcome, List.of(), 0, List.of(), Optional.empty());
    }

    /** Returns the result of a call that returned one user. */
    public static ClientResult user(ClientUser user) {
        return new ClientResult(Outcome.USER, List.of(user), 0, List.of(), Optional.empty());
    }

    /** Returns the result of a call that returned a page. */
    public static ClientResult page(List<ClientUser> users, long total) {
        return new ClientResult(Outcome.PAGE, users, total, List.of(), Optional.empty());
    }

    /** Returns the result of a call whose values were rejected. */
    public static ClientResult invalid(List<String> fields) {
        return new ClientResult(Outcome.INVALID, List.of(), 0, fields, Optional.empty());
    }

    /** Returns the result of a call that the server refused as one too many. */
    public static ClientResult tooManyRequests(Duration retryAfter) {
        return new ClientResult(Outcome.TOO_MANY_REQUESTS, List.of(), 0, List.of(), Optional.of(retryAfter));
    }

    /** Contains what there is. */
    @Override
    public String toString() {
        return outcome
                + (users.isEmpty() ? "" : " " + users)
                + (outcome == Outcome.PAGE ? " of " + total : "")
                + (fields.isEmpty() ? "" : " " + fields)
                + retryAfter
                        .map(wait -> ", retry after " + wait.toSeconds() + " s")
                        .orElse("");
    }
}
