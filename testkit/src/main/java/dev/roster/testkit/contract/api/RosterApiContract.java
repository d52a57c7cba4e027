package dev.roster.testkit.contract.api;

import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Clauses;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;

/**
 * Contract of Roster's HTTP API. It tests a running server in any language through its base URL alone.
 *
 * <p>The server may contain other users and posts. Registration must be open, because the clauses register their users
 * through the API: on a server that rejects registrations, all of them fail. Each clause creates its own users and
 * deletes them afterwards.
 *
 * <p>Requires {@code com.fasterxml.jackson.core:jackson-databind} as a test dependency.
 */
@Clauses
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
public abstract class RosterApiContract {

    static final String PASSWORD = "correct horse";

    /** Returns the base URL of the server, such as {@code http://localhost:8080}. */
    protected abstract URI baseUri();

    /** Returns access to the mails of the server, or {@link Mailbox#unreadable} if the test cannot read them. */
    protected abstract Mailbox mailbox();

    /** Returns an access token of an admin. The clauses do not change that admin. */
    protected abstract Provided<String> adminToken();

    /**
     * Returns an origin that the server allows for cross-origin requests (CORS), such as
     * {@code https://app.example.com}; {@code *} if it allows every origin. If absent, the contract asserts that the
     * server allows none.
     */
    protected abstract Provided<String> allowedOrigin();

    /**
     * Returns the control of faults of the server's database: the clauses about outages cut it off, stop it and slow it
     * down. If absent, they assert that the server works. They run alone on the server, but tests outside the contract
     * that run at the same time fail.
     */
    protected abstract Provided<FaultControl> databaseFaults();

    /**
     * Returns how long a request may take at most while the database is away, and how long requests may fail after the
     * outage.
     */
    protected Duration longestRequest() {
        return ApiClient.TIMEOUT;
    }

    /** Returns the listener that receives every exchange. The default ignores them. */
    protected ApiListener listener() {
        return ApiListener.NONE;
    }

    /** Mails that the server sent. */
    public interface Mailbox {

        /** Returns whether mails can be read. If not, the contract only asserts what is visible without them. */
        Capability readable();

        /**
         * Returns all tokens that were mailed so far, oldest first. The contract polls this method.
         *
         * @param kind the kind of mail
         * @param to the email address of the recipient, in lower case
         */
        List<String> tokens(Kind kind, String to) throws Exception;

        /**
         * Returns the texts of all mails that were sent so far, with their subjects and the name of the recipient, as
         * their reader sees them. The default returns none: clauses about texts then assert nothing.
         *
         * @param to the email address of the recipient, in lower case
         */
        default List<String> texts(String to) throws Exception {
            return List.of();
        }

        /**
         * Returns a mailbox whose mails the test cannot read.
         *
         * @param reason why not; shown in reports
         */
        static Mailbox unreadable(String reason) {
            return new Mailbox() {
                @Override
                public Capability readable() {
                    return Capability.unsupported(reason);
                }

                @Override
                public List<String> tokens(Kind kind, String to) {
                    throw new UnsupportedOperationException(reason);
                }
            };
        }
    }

    @Nested
    class Conventions extends RosterApiConventionsContract {}

    @Nested
    class Sessions extends RosterApiSessionsContract {}

    @Nested
    class Accounts extends RosterApiAccountsContract {}

    @Nested
    class LoginThrottling extends RosterApiLoginThrottlingContract {}

    @Nested
    class MailedTokens extends RosterApiMailedTokensContract {}

    @Nested
    class Users extends RosterApiUsersContract {}

    @Nested
    class Posts extends RosterApiPostsContract {}

    @Nested
    class PostLists extends RosterApiPostListsContract {}

    @Nested
    class UserPosts extends RosterApiUserPostsContract {}

    @Nested
    class Comments extends RosterApiCommentsContract {}

    @Nested
    class ConditionalRequests extends RosterApiConditionalRequestsContract {}

    @Nested
    class Content extends RosterApiContentContract {}

    @Nested
    class CrossOrigin extends RosterApiCrossOriginContract {}

    @Nested
    class Admins extends RosterApiAdminsContract {}

    @Nested
    @Order(Integer.MAX_VALUE)
    class Outages extends RosterApiOutagesContract {}
}
