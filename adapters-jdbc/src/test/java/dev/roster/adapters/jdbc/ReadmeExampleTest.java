package dev.roster.adapters.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example in README.md. Comparing both shows that it compiles and works. */
class ReadmeExampleTest {

    @Test
    void exampleWorks() {
        // example begins
        Database database = Database.parse("jdbc:h2:mem:example"); // or postgresql://user:password@host/database
        Schema.migrate(database);
        try (JooqStorage storage = JooqStorage.open(database)) {
            Instant now = Instant.parse("2023-01-01T00:00:00Z");
            User ann = storage.inTransaction(unit -> {
                User user = unit.users().create(new NewUser(new EmailAddress("ann@example.com"), "Ann", "", null, now));
                unit.outbox().append(new WelcomeNotification(MessageId.random(), now, user.id(), user.name()));
                return user;
            });
            assertThat(storage.users().findById(ann.id())).contains(ann);
            assertThat(storage.outboxQueue().claim(Lane.DEFAULT, 10, now, Duration.ofMinutes(1)))
                    .hasSize(1);
        }
        // example ends
    }

    @Test
    void exampleIsInReadme() throws Exception {
        String source = Files.readString(Path.of("src/test/java/dev/roster/adapters/jdbc/ReadmeExampleTest.java"));
        String readme = Files.readString(Path.of("README.md"));

        assertThat(between(readme, "```java\n", "```"))
                .isNotBlank()
                .isEqualTo(between(source, "// example begins\n", "// example ends"));
    }

    /** Returns the text without indentation, which differs. */
    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
