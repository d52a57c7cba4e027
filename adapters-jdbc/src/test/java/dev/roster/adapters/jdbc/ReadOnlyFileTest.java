package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.domain.user.User;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An H2 file that is opened read-only. */
class ReadOnlyFileTest {

    @Test
    void isUnavailableButReadable(@TempDir Path folder) {
        String url = "jdbc:h2:file:" + folder.resolve("roster");
        Schema.migrate(Database.parse(url));
        User user;
        try (JooqStorage storage = JooqStorage.open(Database.parse(url))) {
            user = storage.users().create(aUser().build());
        }

        try (JooqStorage storage = JooqStorage.open(Database.parse(url + ";ACCESS_MODE_DATA=r"))) {
            assertThatExceptionOfType(StorageUnavailableException.class)
                    .isThrownBy(storage::ping)
                    .withMessageContaining("read-only");
            assertThat(storage.users().findById(user.id())).contains(user);
        }
    }
}
