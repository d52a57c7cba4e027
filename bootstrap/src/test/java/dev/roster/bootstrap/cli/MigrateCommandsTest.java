package dev.roster.bootstrap.cli;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.bootstrap.process.CommandRun;
import dev.roster.domain.user.User;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MigrateCommandsTest {

    private static final String URL = "jdbc:h2:mem:" + UUID.randomUUID();

    private static CommandRun migrate() throws Exception {
        CommandRun migrated = CommandRun.runInProcess(Map.of("DATABASE_URL", URL), "migrate");
        assertThat(migrated.exitCode()).as(migrated.toString()).isZero();
        return migrated;
    }

    @Test
    void listsUsersThatShareMailbox() throws Exception {
        Schema.migrate(Database.parse(URL));
        try (JooqStorage storage = JooqStorage.open(Database.parse(URL))) {
            User holder = storage.users()
                    .create(aUser().withEmail("ann@bücher.example").build());
            User other = storage.users().create(aUser().build());
            assertThat(migrate().out()).contains("up to date").doesNotContain("mailbox");
            makeDuplicate(other, "ann@xn--bcher-kva.example");

            CommandRun migrated = migrate();

            assertThat(migrated.out())
                    .endsWith("user " + other.id() + " has the same mailbox as user " + holder.id() + "\n");
        }
    }

    private static void makeDuplicate(User user, String email) throws Exception {
        try (Connection connection = DriverManager.getConnection(URL + ";DATABASE_TO_LOWER=TRUE", "sa", "");
                PreparedStatement update =
                        connection.prepareStatement("update users set email = ?, email_key = ? where id = ?")) {
            update.setString(1, email);
            update.setString(2, email + "#" + user.id());
            update.setLong(3, user.id().value());
            update.executeUpdate();
        }
    }
}
