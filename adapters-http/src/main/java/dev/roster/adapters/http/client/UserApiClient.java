package dev.roster.adapters.http.client;

import dev.roster.application.access.NotAllowedException;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.application.port.directory.UserChange;
import dev.roster.application.port.directory.UserDirectory;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The users of a Roster that serves its API elsewhere. Each call is answered or given up within the timeout; answers
 * beyond 8 MiB are given up as well, and redirects are not followed. Nothing is cached. Safe for use by many threads.
 *
 * <p>Up to two more attempts are made, after a short pause, where that can do no harm: if no connection could be made,
 * and, of requests that only read, if the connection was lost or the answer was a 503, after the time its
 * {@code Retry-After} asks for, if there is enough left. A {@link DirectoryUnavailableException} from anything that
 * changes something leaves open whether it was changed.
 *
 * <p>Refusals come as the exceptions of the port and, of {@link #update} and {@link #delete}, as
 * {@link NotAllowedException}; whatever is thrown because of an answer has the server's own account, a
 * {@link UserApiException}, as its cause.
 */
public final class UserApiClient implements UserDirectory {

    private static final String JSON = "application/json";

    private final URI baseUri;
    private final Supplier<Optional<String>> bearerToken;
    private final RetryingHttpClient http;

    /**
     * @param baseUri where the API is, {@code http} or {@code https}, with or without a path
     * @param bearerToken gives the access token to send, asked once per call, so that it may change; whatever it throws
     *     reaches the caller
     * @param timeout how long a call may take, connecting and further attempts included; positive
     * @throws IllegalArgumentException if the URI is of another scheme or the timeout is not positive
     */
    public UserApiClient(URI baseUri, Supplier<String> bearerToken, Duration timeout) {
        this(timeout, baseUri, tokens(Objects.requireNonNull(bearerToken, "bearerToken")));
    }

    private UserApiClient(Duration timeout, URI baseUri, Supplier<Optional<String>> bearerToken) {
        boolean isHttp = "http".equalsIgnoreCase(baseUri.getScheme()) || "https".equalsIgnoreCase(baseUri.getScheme());
        if (!isHttp || baseUri.getHost() == null) {
            throw new IllegalArgumentException("the base URI must be of http or https, with a host");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout must be positive, was " + timeout);
        }
        String base = baseUri.toString();
        this.baseUri = URI.create(base.endsWith("/") ? base : base + "/");
        this.bearerToken = bearerToken;
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.http = new RetryingHttpClient(client, timeout);
    }

    /**
     * A client without an access token, to {@link #logIn} with. The directory refuses it everything else.
     *
     * @param baseUri as above
     * @param timeout as above
     * @throws IllegalArgumentException as above
     */
    public static UserApiClient anonymous(URI baseUri, Duration timeout) {
        return new UserApiClient(timeout, baseUri, Optional::empty);
    }

    private static Supplier<Optional<String>> tokens(Supplier<String> bearerToken) {
        return () -> Optional.of(Objects.requireNonNull(bearerToken.get(), "bearerToken gave null"));
    }

    /**
     * Asks for an access token. This client goes on with its own.
     *
     * @param email the address as typed
     * @param password the password as typed
     * @throws InvalidCredentialsException if they do not belong together
     * @throws TooManyAttemptsException if that failed too often
     * @throws dev.roster.domain.InvalidValueException if the server refuses a value as such
     * @throws InvalidAccessTokenException if the answer is a 401 of something else than this login, such as a proxy
     * @throws DirectoryUnavailableException if no answer, or none that makes sense, comes in time
     */
    public UserApiLogin logIn(String email, String password) {
        BodyPublisher body = json(Map.of("email", email, "password", password));
        ApiResponse answer = http.send(request("POST", "auth/login", body).build());
        return ApiErrors.requireAccepted(ApiErrors.requireAuthenticated(answer))
                .requireStatus(200)
                .login();
    }

    @Override
    public Optional<DirectoryUser> findById(UserId id) {
        Optional<String> token = bearerToken.get();
        if (token.isEmpty()) {
            // Anybody is answered, but with a profile that lacks the address.
            throw new InvalidAccessTokenException(
                    "the whole of a user is shown only to those who have an access token");
        }
        ApiResponse answer = send("GET", path(id), BodyPublishers.noBody(), token);
        if (answer.isError(404)) {
            return Optional.empty();
        }
        return Optional.of(answer.requireStatus(200).user());
    }

    @Override
    public Page<DirectoryUser> findAll(PageRequest request) {
        String path = "users?page=" + request.page() + "&size=" + request.size();
        return send("GET", path, BodyPublishers.noBody()).requireStatus(200).page(request);
    }

    @Override
    public DirectoryUser create(EmailAddress email, String name) {
        ApiResponse answer = send("POST", "users", json(Map.of("email", email.value(), "name", name)));
        return ApiErrors.requireAccepted(answer, email).requireStatus(201).user();
    }

    @Override
    public DirectoryUser update(UserId id, UserChange change) {
        Map<String, String> fields =
                new HashMap<>(Map.of("email", change.email().value(), "name", change.name(), "bio", change.bio()));
        change.password().ifPresent(password -> fields.put("password", password));
        ApiResponse answer = send("PUT", path(id), json(fields));
        if (answer.isError(404)) {
            throw ApiErrors.withCause(answer, new UserNotFoundException(id));
        }
        return ApiErrors.requireAccepted(answer, change.email())
                .requireStatus(200)
                .user();
    }

    @Override
    public boolean delete(UserId id) {
        ApiResponse answer = send("DELETE", path(id), BodyPublishers.noBody());
        if (answer.isError(404)) {
            return false;
        }
        ApiErrors.requireAccepted(answer).requireStatus(204);
        return true;
    }

    private static String path(UserId id) {
        return "users/" + id;
    }

    private static BodyPublisher json(Map<String, String> fields) {
        return BodyPublishers.ofByteArray(ApiResponse.toJson(fields));
    }

    private ApiResponse send(String method, String path, BodyPublisher body) {
        return send(method, path, body, bearerToken.get());
    }

    private ApiResponse send(String method, String path, BodyPublisher body, Optional<String> token) {
        HttpRequest.Builder request = request(method, path, body);
        try {
            token.ifPresent(sent -> request.header("Authorization", "Bearer " + sent));
        } catch (IllegalArgumentException unsendable) {
            // Not as the cause: its message quotes the token.
            throw new InvalidAccessTokenException("the access token has characters that cannot be sent");
        }
        return ApiErrors.requireAuthenticated(http.send(request.build()));
    }

    private HttpRequest.Builder request(String method, String path, BodyPublisher body) {
        return HttpRequest.newBuilder(baseUri.resolve(path))
                .method(method, body)
                .header("Accept", JSON)
                .header("Content-Type", JSON);
    }
}
