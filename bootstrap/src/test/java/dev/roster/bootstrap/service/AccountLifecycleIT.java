package dev.roster.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.contract.api.MailFolder;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The life of an account on the packaged service without mail server and settings. */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountLifecycleIT {

    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String NEW_PASSWORD = "another battery staple";
    private static final Pattern FORM = Pattern.compile(
            "<form method=\"post\" action=\"([^\"]+)\">\\s*<input type=\"hidden\" name=\"token\" value=\"([^\"]+)\">");

    @TempDir
    static Path directory;

    private RosterProcess roster;
    private TestApiClient api;

    @BeforeAll
    void start() throws Exception {
        roster = RosterProcess.serve(directory, Map.of());
        api = new TestApiClient(roster.baseUri());
    }

    @AfterAll
    void stop() {
        roster.close();
    }

    @Test
    void verifiesAndResetsPasswordThroughApi() throws Exception {
        String session = TestApiClient.token(api.register(ANN, "Ann"));
        String link = link(Kind.VERIFICATION, "/verify-email?token=", ANN);
        String verification = token(link);

        assertThat(page(link)).contains(verification);
        assertThat(page(link)).as("the page, opened again").contains(verification);
        assertThat(me(session)).contains("\"verified\":false");
        HttpResponse<String> verified = api.post("/auth/verify", "{\"token\":\"" + verification + "\"}");
        assertThat(verified.statusCode()).as(verified.body()).isEqualTo(200);
        assertThat(verified.body()).contains("\"verified\":true");
        assertThat(me(session)).contains("\"verified\":true");
        assertThat(api.post("/auth/verify", "{\"token\":\"" + verification + "\"}")
                        .statusCode())
                .isEqualTo(400);

        assertThat(api.requestPasswordReset(ANN).statusCode()).isEqualTo(202);
        String resetLink = link(Kind.PASSWORD_RESET, "/reset-password?token=", ANN);
        String reset = token(resetLink);
        assertThat(page(resetLink)).contains(reset, "name=\"password\"");
        assertThat(api.get("/users/me", session).statusCode()).isEqualTo(200);
        assertThat(api.confirmPasswordReset(reset, NEW_PASSWORD).statusCode()).isEqualTo(204);

        assertThat(api.get("/users/me", session).statusCode()).isEqualTo(401);
        assertThat(api.logIn(ANN).statusCode()).isEqualTo(401);
        String newSession = TestApiClient.token(api.logIn(ANN, NEW_PASSWORD));
        assertThat(me(newSession)).contains("\"verified\":true");
        assertThat(api.confirmPasswordReset(reset, "yet another battery").statusCode())
                .isEqualTo(400);
        RosterProcess.await(
                "the notice",
                () -> mails().rawMails()
                        .anyMatch(mail -> mail.contains("Subject: Your password was changed") && mail.contains(ANN)));

        assertThat(roster.toString())
                .contains("mail to " + ANN + " (", mails().folder().getFileName() + "/")
                .doesNotContain(
                        verification,
                        reset,
                        session,
                        newSession,
                        TestApiClient.PASSWORD,
                        NEW_PASSWORD,
                        "WARN",
                        "ERROR");
        assertOwnerOnly();
    }

    @Test
    void verifiesAndResetsPasswordThroughPages() throws Exception {
        String session = TestApiClient.token(api.register(BOB, "Bob"));
        String link = link(Kind.VERIFICATION, "/verify-email?token=", BOB);

        HttpResponse<String> verified = submitForm(link, "");
        assertThat(verified.statusCode()).as(verified.body()).isEqualTo(200);
        assertThat(me(session)).contains("\"verified\":true");
        assertThat(submitForm(link, "").statusCode()).isEqualTo(400);

        api.requestPasswordReset(BOB);
        String resetLink = link(Kind.PASSWORD_RESET, "/reset-password?token=", BOB);
        HttpResponse<String> tooShort = submitForm(resetLink, "&password=short");
        assertThat(tooShort.statusCode()).as(tooShort.body()).isEqualTo(422);
        HttpResponse<String> reset = submitForm(resetLink, "&password=" + NEW_PASSWORD.replace(' ', '+'));
        assertThat(reset.statusCode()).as(reset.body()).isEqualTo(200);
        assertThat(api.get("/users/me", session).statusCode()).isEqualTo(401);
        assertThat(api.logIn(BOB).statusCode()).isEqualTo(401);
        assertThat(api.logIn(BOB, NEW_PASSWORD).statusCode()).isEqualTo(200);

        assertThat(roster.toString()).doesNotContain(token(link), token(resetLink), session, NEW_PASSWORD);
    }

    private MailFolder mails() {
        return new MailFolder(directory.resolve("roster-data").resolve("mails"));
    }

    /** Waits for the mail of the given kind and returns its link. */
    private String link(Kind kind, String path, String to) {
        RosterProcess.await("a mail to " + to, () -> !mails().tokens(kind, to).isEmpty());
        String token = mails().tokens(kind, to).get(0);
        String link = roster.baseUri().resolve(path + token).toString();
        assertThat(mails().rawMails()).anyMatch(mail -> mail.contains("\n" + link + "\r\n"));
        return link;
    }

    private static String token(String link) {
        return link.substring(link.indexOf('=') + 1);
    }

    private String page(String link) throws IOException, InterruptedException {
        HttpResponse<String> page = api.get(link);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        return page.body();
    }

    /** Submits the form of a page like a browser. */
    private HttpResponse<String> submitForm(String link, String fields) throws IOException, InterruptedException {
        Matcher form = FORM.matcher(page(link));
        assertThat(form.find()).as("a form").isTrue();
        return api.postForm(URI.create(link).resolve(form.group(1)).toString(), "token=" + form.group(2) + fields);
    }

    private String me(String session) throws IOException, InterruptedException {
        HttpResponse<String> me = api.get("/users/me", session);
        assertThat(me.statusCode()).as(me.body()).isEqualTo(200);
        return me.body();
    }

    private void assertOwnerOnly() throws IOException {
        Path folder = mails().folder();
        assertThat(permissions(folder)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThanOrEqualTo(3);
            for (Path file : all) {
                assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
            }
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
