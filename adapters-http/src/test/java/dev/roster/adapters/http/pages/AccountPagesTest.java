package dev.roster.adapters.http.pages;

import static dev.roster.adapters.http.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.StorageProxies;
import dev.roster.adapters.http.TestServer;
import dev.roster.adapters.http.TestUser;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
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

    private static String assertPage(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(response.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        String page = response.body();
        String style = page.substring(page.indexOf("<style>") + "<style>".length(), page.indexOf("</style>"));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        assertThat(response.headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(hash)
                        + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        assertThat(page).startsWith("<!DOCTYPE html>").doesNotContain("<script", "://", "style=");
        return page;
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
                .doesNotContain("role=\"alert\"");

        for (String bad : List.of("1234567", "x".repeat(129), "")) {
            assertThat(assertPage(submit(SERVER, "/reset-password", "token", token, "password", bad), 422))
                    .contains(hidden, "role=\"alert\"")
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
        assertThat(assertPage(SERVER.get(target), 200))
                .contains("value=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;\"");
        assertThat(assertPage(submit(SERVER, "/reset-password", "token", evil, "password", "x"), 422))
                .contains("value=\"&quot;&gt;&lt;script");
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

    @Test
    void respondsToOtherErrorsWithHtmlPage() throws Exception {
        for (String page : PAGES) {
            assertPage(SERVER.post(page, "{\"token\":\"x\"}"), 415);
            HttpResponse<String> wrongMethod = SERVER.send("DELETE", page, "");
            assertThat(wrongMethod.statusCode()).isEqualTo(405);
            assertThat(wrongMethod.headers().firstValue("Allow").orElse("").split(", ", -1))
                    .containsExactlyInAnyOrder("GET", "HEAD", "POST", "OPTIONS");
            HttpResponse<String> head = SERVER.send("HEAD", page + "?token=x", "");
            assertThat(head.statusCode()).isEqualTo(page.equals("/verify-email") ? 400 : 200);
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
