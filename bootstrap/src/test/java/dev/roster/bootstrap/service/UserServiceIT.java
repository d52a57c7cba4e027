package dev.roster.bootstrap.service;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.adapters.jdbc.Schema;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.service.UserServiceContract;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.util.UUID;
import org.junit.jupiter.api.Nested;

/** Contract of the user service, on the storages used in production. */
class UserServiceIT {

    @Nested
    class OnPostgres extends UserServiceContract {

        @Override
        protected Backend<Storage> emptyBackend() {
            PostgresDatabase own = PostgresServer.running()
                    .database("roster-bootstrap", fresh -> Schema.migrate(Database.parse(fresh.url())));
            Database database = Database.parse(own.url()).withPoolSize(20);
            return Backend.of(() -> JooqStorage.open(database), own::close);
        }
    }

    @Nested
    class OnH2 extends UserServiceContract {

        @Override
        protected Backend<Storage> emptyBackend() {
            Database database = Database.parse("jdbc:h2:mem:" + UUID.randomUUID());
            Schema.migrate(database);
            return Backend.of(() -> JooqStorage.open(database), () -> {});
        }
    }
}
