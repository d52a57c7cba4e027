package dev.roster.bootstrap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.bootstrap.LowCostRoster;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.process.TestApiClient;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code PUBLIC_URL} with and without a path, which decides what {@code Location} looks like. */
class PublicUrlIT {

    @ParameterizedTest
    @CsvSource({
        "'', /users/1",
        "https://example.com, /users/1",
        "https://example.com/, /users/1",
        "https://example.com/roster, ../users/1",
        "https://example.com/roster/, ../users/1"
    })
    void keepsPathOfPublicUrlInLocation(String publicUrl, String location, @TempDir Path mails) {
        Map<String, String> settings =
                Map.of("DATABASE_URL", "jdbc:h2:mem:public-url", "MAIL_DIR", mails.toString(), "PUBLIC_URL", publicUrl);
        try (Roster roster = LowCostRoster.start(settings)) {
            TestApiClient api = new TestApiClient(roster.baseUri());

            assertThat(api.register("ann@example.com", "Ann").headers().firstValue("Location"))
                    .contains(location);
        }
    }
}
