package dev.roster.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.LowCostRoster;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.process.CommandRun;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with closed registration on the database of one that is open. */
class ClosedRegistrationIT {

    @TempDir
    Path mails;

    @Test
    void onlyAdminsCreateAccounts() {
        Map<String, String> settings =
                TestSettings.of("jdbc:h2:mem:" + UUID.randomUUID(), "MAIL_DIR", mails.toString());
        Map<String, String> closedSettings = new HashMap<>(settings);
        closedSettings.put("REGISTRATION", "off");
        try (Roster open = LowCostRoster.start(settings);
                Roster closed = LowCostRoster.start(closedSettings)) {
            String user = TestApiClient.token(new TestApiClient(open.baseUri()).register("user@example.com", "User"));
            String admin = TestApiClient.token(new TestApiClient(open.baseUri()).register("ann@example.com", "Ann"));
            CommandRun granted = CommandRun.runInProcess(settings, "admin", "grant", "--force", "ann@example.com");
            assertThat(granted.exitCode()).as(granted.toString()).isZero();
            TestApiClient api = new TestApiClient(closed.baseUri());
            String account = "{\"name\":\"Bob\",\"email\":\"bob@example.com\"}";

            assertRegistrationClosed(api.register("new@example.com", "New"));
            assertRegistrationClosed(api.register("user@example.com", "User"));
            assertRegistrationClosed(api.post("/users", account, user));
            HttpResponse<String> created = api.post("/users", account, admin);

            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            assertThat(api.logIn("user@example.com").statusCode()).isEqualTo(200);
            assertThat(api.get("/users", admin).body()).contains("\"total\":3").doesNotContain("new@example.com");
        }
    }

    private static void assertRegistrationClosed(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
        assertThat(response.body()).contains("\"error\":\"registration closed\"");
    }
}
