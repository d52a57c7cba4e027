package dev.roster.adapters.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.adapters.http.TestServer;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.TooManyAttemptsException;
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
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Login, and errors of a real server with their request ids. */
class UserApiClientErrorsTest {

    @RegisterExtension
    static final TestServer SERVER = TestServer.start();

    private static final String PASSWORD = "12345678";

    @Test
    void logsInAndUsesToken() throws Exception {
        String email = Unique.email();
        SERVER.register(email, "Ann");

        UserApiLogin login = anonymous().logIn(email, PASSWORD);

        assertThat(login.user().email()).isEqualTo(new EmailAddress(email));
        assertThat(login.token().expiresIn()).isEqualTo(Duration.ofHours(1));
        assertThat(login.toString()).doesNotContain(login.token().value());
        assertThat(client(login).findById(login.user().id())).contains(login.user());
    }

    @Test
    void wrongPasswordAndUnknownEmailAreIndistinguishable() throws Exception {
        String email = Unique.email();
        SERVER.register(email, "Ann");

        assertRejected(InvalidCredentialsException.class, 401, () -> anonymous().logIn(email, "wrong"));
        assertRejected(InvalidCredentialsException.class, 401, () -> anonymous().logIn(Unique.email(), PASSWORD));
    }

    @Test
    void rejectsChangesOfOtherUsers() throws Exception {
        UserApiClient ann = newUser().client();
        DirectoryUser bob = newUser().login().user();

        assertRejected(
                NotAllowedException.class, 403, () -> ann.update(bob.id(), new UserUpdate(bob.email(), "Mine", "")));
        assertRejected(NotAllowedException.class, 403, () -> ann.delete(bob.id()));
        assertThat(ann.findById(bob.id())).contains(bob);
    }

    @Test
    void requiresPasswordToChangeOwnEmail() throws Exception {
        Session ann = newUser();
        UserId id = ann.login().user().id();
        EmailAddress next = Unique.emailAddress();

        assertRejected(
                InvalidValueException.class, 422, () -> ann.client().update(id, new UserUpdate(next, "Ann", "")));
        assertRejected(
                InvalidCredentialsException.class,
                401,
                () -> ann.client().update(id, new UserUpdate(next, "Ann", "", Optional.of("wrong one"))));
        UserUpdate proven = new UserUpdate(next, "Ann", "", Optional.of(PASSWORD));
        assertThat(proven.toString()).doesNotContain(PASSWORD);
        assertThat(ann.client().update(id, proven).email()).isEqualTo(next);
    }

    @Test
    void attachesServerErrorAsCause() throws Exception {
        Session ann = newUser();
        UserId unknown = new UserId(UserId.MAX);
        EmailAddress taken = ann.login().user().email();

        assertRejected(
                EmailAlreadyExistsException.class, 400, () -> ann.client().create(taken, "Ann"));
        assertRejected(InvalidValueException.class, 422, () -> ann.client().create(Unique.emailAddress(), ""));
        assertRejected(
                UserNotFoundException.class,
                404,
                () -> ann.client().update(unknown, new UserUpdate(Unique.emailAddress(), "Ann", "")));
        assertRejected(InvalidAccessTokenException.class, 401, () -> anonymous().findAll(PageRequest.first()));
        assertThatExceptionOfType(InvalidAccessTokenException.class)
                .isThrownBy(() -> anonymous().findById(unknown))
                .withNoCause();
    }

    @Test
    void reportsRetryAfter() throws IOException {
        String body = "{\"status\":429,\"error\":\"Too many attempts\",\"detail\":\"x\",\"requestId\":\"r-1\"}";
        for (String header : new String[] {"Retry-After: 7\r\n", ""}) {
            try (MisbehavingServer server =
                    MisbehavingServer.respondingWith(MisbehavingServer.response(429, header, body))) {
                assertThatExceptionOfType(TooManyAttemptsException.class)
                        .isThrownBy(() -> UserApiClient.anonymous(server.uri(), Duration.ofSeconds(60))
                                .logIn("ann@example.com", PASSWORD))
                        .satisfies(refusal -> assertThat(refusal.retryAfter())
                                .isEqualTo(Duration.ofSeconds(header.isEmpty() ? 1 : 7)));
            }
        }
    }

    @Test
    void readsRequestIdFromHeaderOfForeignResponse() throws IOException {
        String answer = MisbehavingServer.response(502, "X-Request-Id: r-2\r\n", "<html>bad gateway</html>");
        try (MisbehavingServer server = MisbehavingServer.respondingWith(answer)) {
            assertThatExceptionOfType(DirectoryUnavailableException.class)
                    .isThrownBy(() -> UserApiClient.anonymous(server.uri(), Duration.ofSeconds(60))
                            .findAll(PageRequest.first()))
                    .withMessageContaining("(request r-2)")
                    .havingCause()
                    .isInstanceOfSatisfying(UserApiException.class, told -> {
                        assertThat(told.status()).isEqualTo(502);
                        assertThat(told.error()).isEmpty();
                        assertThat(told.detail()).isEmpty();
                        assertThat(told.requestId()).contains("r-2");
                    });
        }
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

    private static Session newUser() throws Exception {
        String email = Unique.email();
        SERVER.register(email, "Ann");
        UserApiLogin login = anonymous().logIn(email, PASSWORD);
        return new Session(login, client(login));
    }

    private static UserApiClient anonymous() {
        return UserApiClient.anonymous(SERVER.baseUri(), Duration.ofSeconds(60));
    }

    private static UserApiClient client(UserApiLogin login) {
        URI server = SERVER.baseUri();
        return new UserApiClient(server, () -> login.token().value(), Duration.ofSeconds(60));
    }

    private record Session(UserApiLogin login, UserApiClient client) {}
}
