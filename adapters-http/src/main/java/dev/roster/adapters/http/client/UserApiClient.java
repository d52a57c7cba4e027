package dev.roster.adapters.http.client;

import dev.roster.adapters.http.trace.TraceContext;
import dev.roster.application.access.NotAllowedException;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.application.port.directory.UserDirectory;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
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
 * User directory that calls the API of a remote Roster server. Each call returns or fails within the timeout. Responses
 * larger than 8 MiB are rejected, redirects are not followed, and nothing is cached. Safe for use by multiple threads.
 *
 * <p>Safe failures are retried up to two times after a short pause: if no connection could be made, if the server
 * responded with a 503 that promises that nothing was changed and, for requests that only read, if the connection was
 * lost or the response was another 503. After a 503 the client waits for {@code Retry-After} if the timeout allows it.
 * After a {@link DirectoryUnavailableException} from a method that
 * changes something, the change may or may not have been made.
 *
 * <p>A call on a thread that handles a request of a trace (W3C Trace Context) sends the headers {@code traceparent}, with
 * a new span id, and {@code tracestate} of that {@linkplain TraceContext#current() trace}. Otherwise it sends none: the
 * client starts no trace.
 *
 * <p>Error responses become the exceptions of the port. Every method may also throw {@link TooManyAttemptsException},
 * which says how long to wait: the client does not wait itself after a 429, and does not remember it for other calls.
 * {@link #update} and {@link #delete} may also throw {@link NotAllowedException}. Every exception caused by a response
 * has a {@link UserApiException} as its cause.
 */
public final class UserApiClient implements UserDirectory {

    private static final String JSON = "application/json";

    /** Lets operators of the server find the client in their logs. */
    private static final String USER_AGENT = "roster-user-api-client/"
            + Objects.requireNonNullElse(UserApiClient.class.getPackage().getImplementationVersion(), "unpackaged");

    private final URI baseUri;
    private final Supplier<Optional<String>> bearerToken;
    private final RetryingHttpClient http;

    /**
     * Creates a client that authenticates with an access token.
     *
     * @param baseUri base URI of the API, {@code http} or {@code https}, with or without a path
     * @param bearerToken supplies the access token, once per call; its exceptions are passed to the caller
     * @param timeout maximum duration of a call, including connecting and retries; positive
     * @throws IllegalArgumentException if the URI has another scheme or no host, or if the timeout is not positive
     */
    public UserApiClient(URI baseUri, Supplier<String> bearerToken, Duration timeout) {
        this(timeout, baseUri, tokens(Objects.requireNonNull(bearerToken, "bearerToken")));
    }

    private UserApiClient(Duration timeout, URI baseUri, Supplier<Optional<String>> bearerToken) {
        boolean isHttp = "http".equalsIgnoreCase(baseUri.getScheme()) || "https".equalsIgnoreCase(baseUri.getScheme());
        if (!isHttp || baseUri.getHost() == null) {
            throw new IllegalArgumentException("the base URI must start with http:// or https:// and have a host");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout must be positive, but was " + timeout);
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
     * Creates a client without an access token. It can only {@link #logIn}; all other methods fail.
     *
     * @param baseUri base URI of the API, {@code http} or {@code https}, with or without a path
     * @param timeout maximum duration of a call, including connecting and retries; positive
     * @throws IllegalArgumentException if the URI has another scheme or no host, or if the timeout is not positive
     */
    public static UserApiClient anonymous(URI baseUri, Duration timeout) {
        return new UserApiClient(timeout, baseUri, Optional::empty);
    }

    private static Supplier<Optional<String>> tokens(Supplier<String> bearerToken) {
        return () -> Optional.of(Objects.requireNonNull(bearerToken.get(), "bearerToken returned null"));
    }

    /**
     * Logs in and returns a new access token. This client does not use that token itself.
     *
     * @param email the email address as typed
     * @param password the password as typed
     * @throws InvalidCredentialsException if the email address or the password is wrong
     * @throws TooManyAttemptsException if logins failed too often
     * @throws dev.roster.domain.InvalidValueException if the server rejects a value as invalid
     * @throws InvalidAccessTokenException if the response is a 401 that does not come from the login, such as a proxy's
     * @throws DirectoryUnavailableException if there is no valid response within the timeout
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
            // The server would respond, but with a public profile without the email address.
            throw new InvalidAccessTokenException("an access token is required to read all fields of a user");
        }
        ApiResponse answer = send("GET", path(id), BodyPublishers.noBody(), token);
        if (answer.isError(404)) {
            return Optional.empty();
        }
        return Optional.of(answer.requireStatus(200).visibleUser());
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
    public DirectoryUser update(UserId id, UserUpdate change) {
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
            // Without the cause: its message quotes the token.
            throw new InvalidAccessTokenException("the access token contains characters that cannot be sent");
        }
        return ApiErrors.requireWithinLimits(ApiErrors.requireAuthenticated(http.send(request.build())));
    }

    private HttpRequest.Builder request(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(baseUri.resolve(path))
                .method(method, body)
                .header("Accept", JSON)
                .header("Content-Type", JSON)
                .header("User-Agent", USER_AGENT);
        TraceContext.current().ifPresent(trace -> {
            request.header(TraceContext.TRACE_PARENT, trace.newTraceParent());
            trace.traceState().ifPresent(state -> request.header(TraceContext.TRACE_STATE, state));
        });
        return request;
    }
}
