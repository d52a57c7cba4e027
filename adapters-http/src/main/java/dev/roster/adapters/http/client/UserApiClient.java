package dev.roster.adapters.http.client;

import dev.roster.application.port.DirectoryUnavailableException;
import dev.roster.application.port.InvalidAccessTokenException;
import dev.roster.application.port.UserDirectory;
import dev.roster.domain.EmailAddress;
import dev.roster.domain.EmailAlreadyExistsException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.UserId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The users of a Roster that serves its API elsewhere. Each call is one request, answered or given up within the
 * timeout; answers beyond 8 MiB are given up as well, and redirects are not followed. Nothing is cached or tried again: a
 * {@link DirectoryUnavailableException} from {@link #create} leaves open whether the user was created. Safe for use by
 * many threads.
 */
public final class UserApiClient implements UserDirectory {

    private static final String JSON = "application/json";

    private final URI baseUri;
    private final Supplier<String> bearerToken;
    private final Exchange exchange;

    /**
     * @param baseUri where the API is, {@code http} or {@code https}, with or without a path
     * @param bearerToken gives the access token to send, asked once per request, so that it may change; whatever it
     *     throws reaches the caller
     * @param timeout how long a call may take, connecting included; positive
     * @throws IllegalArgumentException if the URI is of another scheme or the timeout is not positive
     */
    public UserApiClient(URI baseUri, Supplier<String> bearerToken, Duration timeout) {
        boolean isHttp = "http".equalsIgnoreCase(baseUri.getScheme()) || "https".equalsIgnoreCase(baseUri.getScheme());
        if (!isHttp || baseUri.getHost() == null) {
            throw new IllegalArgumentException("the base URI must be of http or https, with a host");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout must be positive, was " + timeout);
        }
        String base = baseUri.toString();
        this.baseUri = URI.create(base.endsWith("/") ? base : base + "/");
        this.bearerToken = Objects.requireNonNull(bearerToken, "bearerToken");
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.exchange = new Exchange(client, timeout);
    }

    @Override
    public Optional<DirectoryUser> findById(UserId id) {
        Answer answer = send("GET", "users/" + id, BodyPublishers.noBody());
        if (answer.isError(404)) {
            return Optional.empty();
        }
        return Optional.of(answer.expect(200).user());
    }

    @Override
    public Page<DirectoryUser> findAll(PageRequest request) {
        String path = "users?page=" + request.page() + "&size=" + request.size();
        return send("GET", path, BodyPublishers.noBody()).expect(200).page(request);
    }

    @Override
    public DirectoryUser create(EmailAddress email, String name) {
        Answer answer = send("POST", "users", BodyPublishers.ofByteArray(Answer.bytesOf(email, name)));
        if (answer.isError(400) && answer.error().equals("email already exists")) {
            throw new EmailAlreadyExistsException(email);
        }
        if (answer.isError(422)) {
            throw new InvalidValueException(answer.violations());
        }
        return answer.expect(201).user();
    }

    private Answer send(String method, String path, BodyPublisher body) {
        String token = Objects.requireNonNull(bearerToken.get(), "bearerToken gave null");
        HttpRequest.Builder request = HttpRequest.newBuilder(baseUri.resolve(path))
                .method(method, body)
                .header("Accept", JSON)
                .header("Content-Type", JSON);
        try {
            request.header("Authorization", "Bearer " + token);
        } catch (IllegalArgumentException unsendable) {
            // Not as the cause: its message quotes the token.
            throw new InvalidAccessTokenException("the access token has characters that cannot be sent");
        }
        Answer answer = exchange.send(request.build());
        if (answer.status() == 401) {
            throw new InvalidAccessTokenException("the directory refused the access token: " + answer.told());
        }
        return answer;
    }
}
