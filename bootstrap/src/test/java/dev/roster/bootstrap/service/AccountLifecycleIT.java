package dev.roster.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.process.RosterProcess;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.testkit.contract.api.MailFolder;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The life of an account on the packaged service without settings: the user opens the mailed links in a browser. The
 * same through the API is proven by {@code RosterApiContract}, which {@code ConformanceIT} runs.
 */
@ResourceLock(RosterProcess.FIRST_LOCK)
@Timeout(300)
class AccountLifecycleIT {

    private static final String ANN = "ann@example.com";
    private static final String NEW_PASSWORD = "another battery staple";
    private static final Pattern FORM = Pattern.compile(
            "<form method=\"post\" action=\"([^\"]+)\">\\s*<input type=\"hidden\" name=\"token\" value=\"([^\"]+)\">");

    @TempDir
    Path directory;

    @Test
    void verifiesEmailAndResetsPasswordByMailedLinks() throws Exception {
        try (RosterProcess roster = RosterProcess.serve(directory, Map.of())) {
            TestApiClient api = roster.api();
            String session = TestApiClient.token(api.register(ANN, "Ann"));
            String link = link(roster, Kind.VERIFICATION, "/verify-email?token=");
            assertThat(me(api, session)).contains("\"verified\":false");

            HttpResponse<String> verified = submitForm(api, link, "");

            assertThat(verified.statusCode()).as(verified.body()).isEqualTo(200);
            assertThat(me(api, session)).contains("\"verified\":true");
            assertThat(api.get(link).statusCode()).isEqualTo(400);

            assertThat(api.requestPasswordReset(ANN).statusCode()).isEqualTo(202);
            String resetLink = link(roster, Kind.PASSWORD_RESET, "/reset-password?token=");
            assertThat(submitForm(api, resetLink, "&password=short").statusCode())
                    .isEqualTo(422);
            HttpResponse<String> reset = submitForm(api, resetLink, "&password=" + NEW_PASSWORD.replace(' ', '+'));

            assertThat(reset.statusCode()).as(reset.body()).isEqualTo(200);
            assertThat(api.get("/users/me", session).statusCode()).isEqualTo(401);
            assertThat(api.logIn(ANN).statusCode()).isEqualTo(401);
            String newSession = TestApiClient.token(api.logIn(ANN, NEW_PASSWORD));
            assertThat(me(api, newSession)).contains("\"verified\":true");
            RosterProcess.await(
                    "the notice",
                    () -> mails().rawMails()
                            .anyMatch(
                                    mail -> mail.contains("Subject: Your password was changed") && mail.contains(ANN)));
            assertThat(roster.toString())
                    .contains("mail to " + ANN + " (", mails().folder().getFileName() + "/")
                    .doesNotContain(token(link), token(resetLink), session, newSession)
                    .doesNotContain(TestApiClient.PASSWORD, NEW_PASSWORD, "WARN", "ERROR");
        }
    }

    private MailFolder mails() {
        return new MailFolder(directory.resolve("roster-data").resolve("mails"));
    }

    /** Waits for the mail of the given kind and returns its link. */
    private String link(RosterProcess roster, Kind kind, String path) {
        RosterProcess.await("a mail", () -> !mails().tokens(kind, ANN).isEmpty());
        String token = mails().tokens(kind, ANN).get(0);
        String link = roster.baseUri().resolve(path + token).toString();
        assertThat(mails().rawMails()).anyMatch(mail -> mail.contains("\n" + link + "\r\n"));
        return link;
    }

    private static String token(String link) {
        return link.substring(link.indexOf('=') + 1);
    }

    /** Opens the link and submits the form of its page like a browser. */
    private static HttpResponse<String> submitForm(TestApiClient api, String link, String fields) {
        HttpResponse<String> page = api.get(link);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        Matcher form = FORM.matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        return api.postForm(URI.create(link).resolve(form.group(1)).toString(), "token=" + form.group(2) + fields);
    }

    private static String me(TestApiClient api, String session) {
        HttpResponse<String> me = api.get("/users/me", session);
        assertThat(me.statusCode()).as(me.body()).isEqualTo(200);
        return me.body();
    }
}
