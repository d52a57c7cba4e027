package dev.roster.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roster.adapters.http.jetty.AllowedOrigins;
import dev.roster.adapters.http.jwt.JwtAccessTokens;
import dev.roster.application.account.AccountService;
import dev.roster.application.account.AdminService;
import dev.roster.application.account.AuthService;
import dev.roster.application.account.OneTimeTokenMailer;
import dev.roster.application.account.UserService;
import dev.roster.application.outbox.OutboxRelay;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.post.CommentService;
import dev.roster.application.post.PostService;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Role;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.contract.api.RosterApiContract.Mailbox;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryEmailService;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import dev.roster.testkit.fake.InMemoryNotificationService;
import dev.roster.testkit.fake.InMemoryTokenGenerator;
import dev.roster.testkit.fake.SettableClock;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Roster's server over the in-memory fakes, on a free port, with an HTTP client. As an extension in a static field, it
 * runs for all tests of a class, including nested classes.
 */
public final class TestServer implements AutoCloseable, AfterAllCallback, Mailbox {

    public static final String JSON = "application/json";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration TTL = Duration.ofHours(1);

    private final SettableClock clock = new SettableClock();
    private final JwtAccessTokens tokens = new JwtAccessTokens(new byte[32], TTL, clock);
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    private final InMemoryEmailService mails = new InMemoryEmailService();
    private final Storage storage;
    private final InMemoryTokenGenerator secrets = new InMemoryTokenGenerator();
    private final UserService users;
    private final RosterServer server;

    private TestServer(HttpSettings settings, Storage storage, PasswordHasher hasher, Health health) {
        this(settings, storage, hasher, health, UnaryOperator.identity());
    }

    private TestServer(
            HttpSettings settings,
            Storage storage,
            PasswordHasher hasher,
            Health health,
            UnaryOperator<UserService> option) {
        LoginThrottle throttle = new InMemoryLoginThrottle(clock);
        this.storage = storage;
        users = option.apply(new UserService(storage, UserCache.NONE, hasher, secrets, throttle, clock));
        Services services = new Services(
                users,
                new PostService(storage, clock),
                new CommentService(storage, clock),
                new AuthService(storage, hasher, tokens, throttle, clock),
                new AccountService(storage, UserCache.NONE, hasher, throttle, clock));
        server = RosterServer.start(settings, services, health);
    }

    /** Starts a server with an empty storage. */
    public static TestServer start() {
        return withStorage(new InMemoryStorage());
    }

    /** Starts a server with an empty storage that allows these origins. */
    public static TestServer allowingOrigins(String origins) {
        return withSettings(HttpSettings.on("127.0.0.1", 0).withAllowedOrigins(AllowedOrigins.parse(origins)));
    }

    public static TestServer withStorage(Storage storage) {
        return withStorage(storage, new FastPasswordHasher());
    }

    public static TestServer withStorage(Storage storage, PasswordHasher hasher) {
        return new TestServer(HttpSettings.on("127.0.0.1", 0), storage, hasher, healthOf(storage));
    }

    /** Starts a server on which only admins create accounts. */
    public static TestServer withRegistrationClosed(Storage storage) {
        return new TestServer(
                HttpSettings.on("127.0.0.1", 0),
                storage,
                new FastPasswordHasher(),
                healthOf(storage),
                UserService::withRegistrationClosed);
    }

    static TestServer withHealth(Health health) {
        return new TestServer(HttpSettings.on("127.0.0.1", 0), new InMemoryStorage(), new FastPasswordHasher(), health);
    }

    static TestServer withSettings(HttpSettings settings) {
        return withSettings(settings, new InMemoryStorage());
    }

    public static TestServer withSettings(HttpSettings settings, Storage storage) {
        return new TestServer(settings, storage, new FastPasswordHasher(), healthOf(storage));
    }

    private static Health healthOf(Storage storage) {
        return new Health(Map.of("storage", storage::ping), Map.of());
    }

    /** Returns the base URI of the server. */
    public URI baseUri() {
        return server.baseUri();
    }

    public int port() {
        return server.port();
    }

    public List<String> routes() {
        return server.routes();
    }

    public SettableClock clock() {
        return clock;
    }

    /** Registers an admin and returns the access token. */
    public String newAdminToken() throws IOException, InterruptedException {
        TestUser user = newUser();
        assertThat(new AdminService(storage, UserCache.NONE, clock)
                        .changeRole(new EmailAddress(user.email()), Role.ADMIN, true))
                .isPresent();
        return user.token();
    }

    /** Registers a user named Ann. */
    public TestUser newUser() throws IOException, InterruptedException {
        JsonNode user = register(Unique.email(), "Ann");
        return new TestUser(
                this,
                user.path("id").asLong(),
                user.path("email").asText(),
                user.path("token").asText());
    }

    /** Registers a user with the password {@code 12345678} and returns the response. */
    public JsonNode register(String email, String name) throws IOException, InterruptedException {
        String body = "{\"email\":\"" + email + "\",\"password\":\"12345678\",\"name\":\"" + name + "\"}";
        return json(post("/auth/register", body));
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    public CompletableFuture<HttpResponse<String>> getAsync(String path) {
        return client.sendAsync(request("GET", path, "").build(), BodyHandlers.ofString());
    }

    /** Sends a POST with JSON. */
    public HttpResponse<String> post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return sendJson("POST", path, body, headers);
    }

    public HttpResponse<String> sendJson(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(method, path, body, headers);
        return send(request.header("Content-Type", JSON).build());
    }

    /** Sends a request without adding a {@code Content-Type}. An empty text sends no body. */
    public HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send(request(method, path, body, headers).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    public static JsonNode json(HttpResponse<String> response) throws IOException {
        return MAPPER.readTree(response.body());
    }

    public static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private HttpRequest.Builder request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUri() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    @Override
    public Capability readable() {
        return Capability.supported();
    }

    /** Delivers all due mails first. */
    @Override
    public List<String> tokens(Kind kind, String to) {
        OutboxRelay relay = new OutboxRelay(
                storage.outboxQueue(),
                new OneTimeTokenMailer(storage, secrets, clock),
                mails,
                new InMemoryNotificationService(),
                UserCache.NONE,
                clock);
        int due;
        do {
            due = relay.deliverDue();
        } while (due > 0);
        return mails.delivered(kind).stream()
                .filter(mail -> mail.to().value().equals(to))
                .map(mail -> mail.token().orElseThrow().value())
                .toList();
    }

    /** Returns the token in the latest mail of this kind. */
    public String latestToken(Kind kind, String to) {
        List<String> tokens = tokens(kind, to);
        return tokens.get(tokens.size() - 1);
    }

    @Override
    public List<String> texts(String to) {
        return mails.delivered().stream()
                .filter(mail -> mail.to().value().equals(to))
                .map(InMemoryEmailService.Mail::name)
                .toList();
    }

    void startDrain() {
        server.startDrain();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Closes the server after the outer class only, not after each nested class. */
    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getParent().flatMap(ExtensionContext::getTestClass).isEmpty()) {
            close();
        }
    }
}
