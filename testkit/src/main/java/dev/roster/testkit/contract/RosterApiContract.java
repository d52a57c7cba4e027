package dev.roster.testkit.contract;

import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Nested;

/**
 * What every server of Roster's API keeps, told by its base URL alone, in whatever language it is written. The server
 * may hold other users and posts; the contract makes its own.
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
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** Registering, logging in, and who is calling. */
    @Nested
    class Sessions extends RosterApiSessionsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** The account's life, as far as it shows without mails. */
    @Nested
    class Accounts extends RosterApiAccountsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** What guessing of passwords comes to. */
    @Nested
    class Guessing extends RosterApiGuessingContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** The account's life with the tokens of mails. */
    @Nested
    class MailedTokens extends RosterApiMailedTokensContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }

        @Override
        protected Mailbox mailbox() {
            return RosterApiContract.this.mailbox();
        }
    }

    /** The users. */
    @Nested
    class Users extends RosterApiUsersContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** The posts, one at a time. */
    @Nested
    class Posts extends RosterApiPostsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** The posts, many at a time. */
    @Nested
    class PostLists extends RosterApiPostListsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** A user's posts, and what hangs on them. */
    @Nested
    class UserPosts extends RosterApiUserPostsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** The comments. */
    @Nested
    class Comments extends RosterApiCommentsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }

    /** Requests that depend on a state. */
    @Nested
    class ConditionalRequests extends RosterApiConditionsContract {
        @Override
        protected URI baseUri() {
            return RosterApiContract.this.baseUri();
        }
    }
}
