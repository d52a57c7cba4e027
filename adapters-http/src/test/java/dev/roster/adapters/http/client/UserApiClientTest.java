package dev.roster.adapters.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.TestUser;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.application.port.directory.UserDirectory.DirectoryUser;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Login, tokens, and errors of a real server with their request ids. */
class UserApiClientTest {

    @RegisterExtension
    static final TestServer SERVER = TestServer.start();

    private static final String PASSWORD = "12345678";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final UserApiClient anonymous = UserApiClient.anonymous(SERVER.baseUri(), TIMEOUT);
    private TestUser ann;
    private UserId annId;
    private UserApiClient client;

    @BeforeEach
    void register() throws Exception {
        ann = SERVER.newUser();
        annId = new UserId(ann.id());
        client = new UserApiClient(SERVER.baseUri(), ann::token, TIMEOUT);
    }

    @Test
    void logsInAndUsesToken() {
        UserApiLogin login = anonymous.logIn(ann.email(), PASSWORD);

        assertThat(login.user().email()).contains(new EmailAddress(ann.email()));
        assertThat(login.token().expiresIn()).isEqualTo(Duration.ofHours(1));
        assertThat(login.toString()).doesNotContain(login.token().value());
        UserApiClient loggedIn =
                new UserApiClient(SERVER.baseUri(), () -> login.token().value(), TIMEOUT);
        assertThat(loggedIn.findById(annId)).contains(login.user());
    }

    @Test
    void wrongPasswordAndUnknownEmailAreIndistinguishable() {
        assertRejected(InvalidCredentialsException.class, 401, () -> anonymous.logIn(ann.email(), "wrong"));
        assertRejected(InvalidCredentialsException.class, 401, () -> anonymous.logIn(Unique.email(), PASSWORD));
    }

    @Test
    void rejectsChangesOfOtherUsers() throws Exception {
        DirectoryUser bob = client.findById(new UserId(SERVER.newUser().id())).orElseThrow();

        UserUpdate change = new UserUpdate(Unique.emailAddress(), "Mine", "");
        assertRejected(NotAllowedException.class, 403, () -> client.update(bob.id(), change));
        assertRejected(NotAllowedException.class, 403, () -> client.delete(bob.id()));
        assertThat(client.findById(bob.id())).contains(bob);
    }

    @Test
    void rejectsCreationWhileRegistrationIsClosed() throws Exception {
        InMemoryStorage storage = new InMemoryStorage();
        try (TestServer open = TestServer.withStorage(storage);
                TestServer closed = TestServer.withRegistrationClosed(storage)) {
            TestUser user = open.newUser();
            UserApiClient caller = new UserApiClient(closed.baseUri(), user::token, TIMEOUT);

            assertRejected(NotAllowedException.class, 403, () -> caller.create(Unique.emailAddress(), "Bob"));
            assertThat(caller.findAll(PageRequest.first()).total()).isEqualTo(1);
        }
    }

    @Test
    void findsPublicProfilesOfOtherUsers() throws Exception {
        UserId bob = new UserId(SERVER.newUser().id());

        DirectoryUser found = client.findById(bob).orElseThrow();

        assertThat(found.email()).isEmpty();
        assertThat(found.name()).isNotEmpty();
        assertThat(client.findAll(PageRequest.first()).items())
                .contains(found, client.findById(annId).orElseThrow())
                .filteredOn(user -> user.details().isPresent())
                .extracting(DirectoryUser::id)
                .containsExactly(annId);
    }

    @Test
    void requiresPasswordToChangeOwnEmail() {
        EmailAddress next = Unique.emailAddress();

        assertRejected(InvalidValueException.class, 422, () -> client.update(annId, new UserUpdate(next, "Ann", "")));
        assertRejected(
                InvalidCredentialsException.class,
                401,
                () -> client.update(annId, new UserUpdate(next, "Ann", "", Optional.of("wrong one"))));
        UserUpdate proven = new UserUpdate(next, "Ann", "", Optional.of(PASSWORD));
        assertThat(proven.toString()).doesNotContain(PASSWORD);
        assertThat(client.update(annId, proven).email()).contains(next);
    }

    @Test
    void attachesServerErrorAsCause() {
        UserId unknown = new UserId(UserId.MAX);

        assertRejected(
                EmailAlreadyExistsException.class, 400, () -> client.create(new EmailAddress(ann.email()), "Ann"));
        assertRejected(InvalidValueException.class, 422, () -> client.create(Unique.emailAddress(), ""));
        assertRejected(
                UserNotFoundException.class,
                404,
                () -> client.update(unknown, new UserUpdate(Unique.emailAddress(), "Ann", "")));
        assertRejected(InvalidAccessTokenException.class, 401, () -> anonymous.findAll(PageRequest.first()));
        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .isThrownBy(() -> anonymous.findById(unknown))
                .withNoCause();
    }

    @Test
    void asksSupplierForTokenOfEachCall() {
        AtomicReference<String> token = new AtomicReference<>("expired");
        UserApiClient asking = new UserApiClient(SERVER.baseUri(), token::get, TIMEOUT);

        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .isThrownBy(() -> asking.findById(annId))
                .withMessageContaining("Unauthorized")
                .withMessageMatching(".*\\(request [0-9a-f-]{36}\\)");
        token.set(ann.token());
        assertThat(asking.findById(annId)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nX-Evil: 1", "a\r\n\r\n", "\u0000"})
    void doesNotQuoteMalformedToken(String token) {
        UserApiClient malformed = new UserApiClient(SERVER.baseUri(), () -> token, TIMEOUT);

        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .isThrownBy(() -> malformed.findById(annId))
                .withNoCause()
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain(token));
    }

    @Test
    void propagatesExceptionOfTokenSupplier() {
        UserApiClient failing = new UserApiClient(
                SERVER.baseUri(),
                () -> {
                    throw new ArithmeticException("no token today");
                },
                TIMEOUT);

        assertThatThrownBy(() -> failing.findById(annId)).isExactlyInstanceOf(ArithmeticException.class);
    }

    @Test
    void keepsPathOfBaseUri() {
        URI elsewhere = URI.create(SERVER.baseUri() + "/nowhere");
        URI slash = URI.create(SERVER.baseUri() + "/");

        assertThatExceptionOfType(DirectoryUnavailableException.class)
                .isThrownBy(() -> new UserApiClient(elsewhere, ann::token, TIMEOUT).findAll(PageRequest.first()))
                .withMessageContaining("404");
        assertThat(new UserApiClient(slash, ann::token, TIMEOUT).findById(annId))
                .isPresent();
    }

    @Test
    void rejectsInvalidUriAndTimeout() {
        for (String uri : new String[] {"ftp://example.com", "/users", "http:/users", "mailto:a@b.cd"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new UserApiClient(URI.create(uri), () -> "t", TIMEOUT));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UserApiClient(URI.create("http://x"), () -> "t", Duration.ZERO));
    }

    private static <X extends RuntimeException> void assertRejected(Class<X> refusal, int status, Runnable call) {
        assertThatExceptionOfType(refusal)
                .isThrownBy(call::run)
                .havingCause()
                .isInstanceOfSatisfying(UserApiException.class, told -> {
                    assertThat(told.status()).isEqualTo(status);
                    assertThat(told.error()).isNotEmpty();
                    assertThat(told.detail()).isNotEmpty();
                    assertThat(told.requestId())
                            .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f-]{36}"));
                });
    }
}
