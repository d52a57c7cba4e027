package dev.roster.testkit.contract.api;

import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Nested;

/**
 * What every server of Roster's API keeps, told by its base URL alone, in whatever language it is written. The server
 * may hold other users and posts; the contract makes its own, and deletes them.
 *
 * <p>Needs {@code com.fasterxml.jackson.core:jackson-databind} among the test dependencies.
 */
public abstract class RosterApiContract {

    static final String PASSWORD = "correct horse";

    /** For subclasses. */
    protected RosterApiContract() {}

    /** Where the server is, such as {@code http://localhost:8080}. */
    protected abstract URI baseUri();

    /** The mails of the server; {@link Mailbox#unreadable} where a test cannot get at them. */
    protected abstract Mailbox mailbox();

    /** An access token of an admin, which the clauses leave as it is. */
    protected abstract Provided<String> adminToken();

    /**
     * An origin, such as {@code https://app.example.com}, whose pages the server lets in (Cross-Origin Resource Sharing);
     * {@code *} where it lets in any, missing where it lets in none, which is then asserted.
     */
    protected abstract Provided<String> allowedOrigin();

    /** Looks at every answer; at none unless overridden. */
    protected ApiListener listener() {
        return ApiListener.NONE;
    }

    /** The mails that a server sent. */
    public interface Mailbox {

        /** Whether they can be read; if not, what shows without them is all that is asserted. */
        Capability readable();

        /**
         * The tokens that were mailed so far, the oldest first. The contract asks again until what it waits for is there.
         *
         * @param kind of which mails
         * @param to to which address, in lower case
         */
        List<String> tokens(Kind kind, String to) throws Exception;

        /** Of a server whose mails are out of a test's reach. */
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

    /** What holds for all of the API. */
    @Nested
    class Conventions extends RosterApiConventionsContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** Registering, logging in, and who is calling. */
    @Nested
    class Sessions extends RosterApiSessionsContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** The account's life, as far as it shows without mails. */
    @Nested
    class Accounts extends RosterApiAccountsContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** What guessing of passwords comes to. */
    @Nested
    class LoginThrottling extends RosterApiLoginThrottlingContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** The account's life with the tokens of mails. */
    @Nested
    class MailedTokens extends RosterApiMailedTokensContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** The users. */
    @Nested
    class Users extends RosterApiUsersContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** The posts, one at a time. */
    @Nested
    class Posts extends RosterApiPostsContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** The posts, many at a time. */
    @Nested
    class PostLists extends RosterApiPostListsContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** A user's posts, and what hangs on them. */
    @Nested
    class UserPosts extends RosterApiUserPostsContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** The comments. */
    @Nested
    class Comments extends RosterApiCommentsContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** Requests that depend on a state. */
    @Nested
    class ConditionalRequests extends RosterApiConditionalRequestsContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** What may be asked for in which form, and what may be kept of it. */
    @Nested
    class Content extends RosterApiContentContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** What pages of other origins may do. */
    @Nested
    class CrossOrigin extends RosterApiCrossOriginContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }

    /** What admins may do. */
    @Nested
    class Admins extends RosterApiAdminsContract {
        @Override
        RosterApiContract contract() {
            return RosterApiContract.this;
        }
    }
}
