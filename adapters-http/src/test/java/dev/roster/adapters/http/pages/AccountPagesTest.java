package dev.roster.adapters.http.pages;

import static dev.roster.adapters.http.TestServer.json;
import static dev.roster.adapters.http.pages.PageAssertions.assertPage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.http.StorageProxies;
import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.TestUser;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountPagesTest {

    private static final List<String> PAGES = List.of("/verify-email", "/reset-password");

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    private TestUser user;

    @BeforeEach
    void register() throws Exception {
        user = SERVER.newUser();
    }

    private static HttpResponse<String> submit(TestServer server, String page, String... fields) throws Exception {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&").append(fields[i]).append('=');
            form.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return server.send("POST", page, form.toString(), "Content-Type", "application/x-www-form-urlencoded");
    }

    private boolean isVerified() throws Exception {
        return json(user.get("/users/me")).path("verified").asBoolean();
    }

    @Test
    void verifiesEmailOnlyWhenFormIsSubmitted() throws Exception {
        String token = SERVER.latestToken(Kind.VERIFICATION, user.email());
        for (int i = 0; i < 2; i++) {
            String page = assertPage(SERVER.get("/verify-email?token=" + token), 200);
            assertThat(page)
                    .contains("<form method=\"post\" action=\"verify-email\">", "This was not me")
                    .contains("<bdi>" + user.email() + "</bdi>")
                    .contains("<input type=\"hidden\" name=\"token\" value=\"" + token + "\">");
        }
        assertThat(isVerified()).isFalse();

        assertThat(assertPage(submit(SERVER, "/verify-email", "token", token), 200))
                .contains("Email address verified");

        assertThat(isVerified()).isTrue();
        assertThat(assertPage(submit(SERVER, "/verify-email", "token", token), 400))
                .contains("Invalid or expired link");
        assertThat(assertPage(SERVER.get("/verify-email?token=" + token), 400))
                .contains("Invalid or expired link")
                .doesNotContain(user.email());
    }

    @Test
    void deletesAccountThatRecipientDidNotCreate() throws Exception {
        String token = SERVER.latestToken(Kind.VERIFICATION, user.email());

        assertThat(assertPage(submit(SERVER, "/verify-email", "token", token, "answer", "not-me"), 200))
                .contains("Account deleted");

        assertThat(user.get("/users/me").statusCode()).isEqualTo(401);
        assertThat(user.logIn("12345678").statusCode()).isEqualTo(401);
        assertThat(assertPage(submit(SERVER, "/verify-email", "token", token, "answer", "confirm"), 400))
                .contains("Invalid or expired link");
    }

    @Test
    void escapesNameOfAccount() throws Exception {
        user.sendJson("PATCH", "/users/me", "{\"name\":\"<b onclick='x'>Ann\"}");
        String token = SERVER.latestToken(Kind.VERIFICATION, user.email());

        assertThat(assertPage(SERVER.get("/verify-email?token=" + token), 200))
                .contains("<dd><bdi>&lt;b onclick=&#39;x&#39;&gt;Ann</bdi></dd>");
    }

    @Test
    void keepsTokenAfterRejectedPassword() throws Exception {
        SERVER.post("/auth/password-reset", "{\"email\":\"" + user.email() + "\"}");
        String token = SERVER.latestToken(Kind.PASSWORD_RESET, user.email());
        String hidden = "<input type=\"hidden\" name=\"token\" value=\"" + token + "\">";
        assertThat(assertPage(SERVER.get("/reset-password?token=" + token), 200))
                .contains("<form method=\"post\" action=\"reset-password\">", hidden, "type=\"password\"")
                .contains("aria-describedby=\"rule\" autofocus", "id=\"rule\"", "<label for=\"password\">")
                .contains("value=\"" + user.email() + "\" autocomplete=\"username\" readonly")
                .doesNotContain("role=\"alert\"", "aria-invalid=");

        for (String bad : List.of("1234567", "x".repeat(129), "")) {
            assertThat(assertPage(submit(SERVER, "/reset-password", "token", token, "password", bad), 422))
                    .contains(hidden, "id=\"fault\" role=\"alert\"", user.email())
                    .contains("aria-describedby=\"rule fault\" aria-invalid=\"true\" autofocus")
                    .doesNotContain("1234567", "xxx");
        }
        assertThat(assertPage(submit(SERVER, "/reset-password", "token", token), 422))
                .contains(hidden, "The password is required.");
        assertThat(user.logIn("12345678").statusCode()).isEqualTo(200);
        String umlauts = "gr\u00fc\u00df & + %= \ud83d\ude00";
        assertThat(assertPage(submit(SERVER, "/reset-password", "token", token, "password", umlauts), 200))
                .contains("Password set");

        assertThat(user.logIn(umlauts).statusCode()).isEqualTo(200);
        assertThat(user.logIn("12345678").statusCode()).isEqualTo(401);
        assertThat(assertPage(submit(SERVER, "/reset-password", "token", token, "password", "12345678"), 400))
                .contains("Invalid or expired link");
    }

    @Test
    void escapesTokenInHtml() throws Exception {
        String evil = "\"><script>alert('1')</script>&amp;";
        String target = "/reset-password?token=" + URLEncoder.encode(evil, StandardCharsets.UTF_8);
        assertThat(assertPage(SERVER.get(target), 400)).doesNotContain("alert(");
        assertThat(assertPage(submit(SERVER, "/reset-password", "token", evil, "password", "x"), 422))
                .contains("value=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?token=", "?token", "?token=a&token=b", "?tok=a", "?token=%ff"})
    void rejectsLinkWithoutSingleToken(String query) throws Exception {
        for (String page : PAGES) {
            assertThat(assertPage(SERVER.get(page + query), 400)).contains("Incomplete link");
        }
    }

    @Test
    void rejectsFormWithoutToken() throws Exception {
        assertPage(submit(SERVER, "/verify-email"), 400);
        assertPage(submit(SERVER, "/reset-password", "password", "12345678"), 400);
    }

    /** An invalid token names no account, and a token of one page is invalid on the other. */
    @Test
    void namesNoAccountForInvalidResetToken() throws Exception {
        String other = SERVER.latestToken(Kind.VERIFICATION, user.email());

        for (String token : List.of("unknown", other)) {
            assertThat(assertPage(SERVER.get("/reset-password?token=" + token), 400))
                    .contains("Invalid or expired link")
                    .doesNotContain(user.email(), "Ann");
            assertThat(assertPage(submit(SERVER, "/reset-password", "token", token, "password", "short"), 422))
                    .doesNotContain(user.email(), "Ann");
        }
    }

    /** The response is the same for an account and for an unknown email address. */
    @Test
    void requestsAnotherEmailFromPageOfBrokenLink() throws Exception {
        Map<String, Kind> kinds = Map.of("/verify-email", Kind.VERIFICATION, "/reset-password", Kind.PASSWORD_RESET);
        for (String page : PAGES) {
            int before = SERVER.tokens(kinds.get(page), user.email()).size();
            assertThat(assertPage(SERVER.get(page + "?token=expired"), 400))
                    .contains("<form method=\"post\" action=\"" + page.substring(1) + "\">")
                    .contains("<label for=\"email\">", "<input id=\"email\"")
                    .doesNotContain("name=\"token\"", "aria-invalid=");

            String known = assertPage(submit(SERVER, page, "email", user.email()), 200);
            String unknown = assertPage(submit(SERVER, page, "email", Unique.email()), 200);

            assertThat(known).isEqualTo(unknown).contains("Check your mailbox");
            assertThat(SERVER.tokens(kinds.get(page), user.email())).hasSize(before + 1);
        }
    }

    @Test
    void explainsTextThatIsNoEmailAddress() throws Exception {
        for (String page : PAGES) {
            assertThat(assertPage(submit(SERVER, page, "email", "\"><b>ann"), 422))
                    .contains("aria-describedby=\"fault\" aria-invalid=\"true\"", "id=\"fault\" role=\"alert\"")
                    .doesNotContain("<b>", "&lt;b&gt;");
        }
    }

    /** The mailbox is not flooded: the response stays the same, and no more emails are sent. */
    @Test
    void limitsEmailsThatPagesRequest() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(assertPage(submit(SERVER, "/verify-email", "email", user.email()), 200))
                    .contains("Check your mailbox");
        }

        assertThat(SERVER.tokens(Kind.VERIFICATION, user.email())).hasSizeBetween(2, 10);
    }

    @Test
    void linksToApplicationWhenDone() throws Exception {
        URI app = URI.create("https://app.example.com/?a=1&b='2'#/login");
        HttpSettings settings =
                HttpSettings.on("127.0.0.1", 0).withPages(new PageSettings(Optional.of(app), PageTemplates.builtIn()));
        try (TestServer server = TestServer.withSettings(settings, new InMemoryStorage())) {
            String email = server.newUser().email();
            String token = server.latestToken(Kind.VERIFICATION, email);

            HttpResponse<String> verified = submit(server, "/verify-email", "token", token);

            assertThat(verified.body())
                    .contains("href=\"https://app.example.com/?a=1&amp;b=&#39;2&#39;#/login\">Continue</a>");
        }
        assertThat(assertPage(submit(SERVER, "/reset-password", "email", Unique.email()), 200))
                .doesNotContain("Continue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "data:text/html,x", "//app.example.com", "app", "https:x"})
    void rejectsUrlOfApplicationThatIsNotHttp(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PageSettings(Optional.of(URI.create(url)), PageTemplates.builtIn()))
                .withMessageContaining(url);
    }

    @Test
    void respondsToOtherErrorsWithHtmlPage() throws Exception {
        for (String page : PAGES) {
            assertPage(SERVER.post(page, "{\"token\":\"x\"}"), 415);
            HttpResponse<String> wrongMethod = SERVER.send("DELETE", page, "");
            assertThat(wrongMethod.statusCode()).isEqualTo(405);
            assertThat(wrongMethod.headers().firstValue("Allow").orElse("").split(", ", -1))
                    .containsExactlyInAnyOrder("GET", "HEAD", "POST", "OPTIONS");
            HttpResponse<String> head = SERVER.send("HEAD", page + "?token=x", "");
            assertThat(head.statusCode()).isEqualTo(400);
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void logsNoToken() throws Exception {
        String secret = "secret-of-a-link";
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        Handler listening = new StreamHandler(logged, new SimpleFormatter());
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        root.addHandler(listening);
        root.setLevel(Level.INFO);
        InMemoryStorage storage = new InMemoryStorage();
        try (TestServer server = TestServer.withStorage(storage);
                TestServer broken = TestServer.withStorage(
                        StorageProxies.failing(new IllegalStateException("for the log of pages")))) {
            storage.setReachable(false);
            for (String page : PAGES) {
                server.get(page + "?token=" + secret);
                HttpResponse<String> later = submit(server, page, "token", secret, "password", secret);
                assertThat(assertPage(later, 503)).contains("Service unavailable");
                assertThat(later.headers().firstValue("Retry-After")).contains("1");
                assertPage(submit(broken, page, "token", secret, "password", secret), 500);
            }
        } finally {
            root.setLevel(before);
            root.removeHandler(listening);
        }

        listening.flush();
        assertThat(logged.toString(StandardCharsets.UTF_8))
                .contains("for the log of pages")
                .doesNotContain(secret);
    }
}
