package dev.roster.bootstrap;

import dev.roster.testkit.conformance.Declared;
import dev.roster.testkit.contract.RosterApiContract;
import dev.roster.testkit.server.PostgresDatabase;
import dev.roster.testkit.server.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The API as the complete wiring serves it, over TCP, from real databases with real password hashes. */
class RosterApiIT {

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OnPostgres extends RosterApiContract {

        @TempDir
        private static Path mails;

        private PostgresDatabase database;
        private Roster roster;

        @BeforeAll
        void start() {
            database = PostgresServer.running().database("empty", fresh -> {});
            roster = Roster.start(Config.forServing(
                    List.of("--http-port=0", "--mail-dir=" + mails),
                    Map.of("DATABASE_URL", database.url(), "JWT_SECRET", "a secret for the length of a test run")));
        }

        @AfterAll
        void stop() {
            roster.close();
            database.close();
        }

        @Override
        protected URI baseUri() {
            return roster.baseUri();
        }

        @Override
        protected Mailbox mailbox() {
            return new MailFolder(mails);
        }

        @Override
        protected Declared<String> adminToken() {
            return Declared.missing("admins are made from the command line");
        }

        @Override
        protected Declared<String> allowedOrigin() {
            return Declared.missing("CORS_ORIGINS is not set");
        }
    }

    /** The same services on the other database, which the services' own contracts cover in every build. */
    @Nested
    @Tag("slow")
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OnH2 extends RosterApiContract {

        @TempDir
        private static Path mails;

        private Roster roster;

        @BeforeAll
        void start() {
            roster = Roster.start(Config.forServing(
                    List.of("--http-port=0", "--database-url=jdbc:h2:mem:api", "--mail-dir=" + mails), Map.of()));
        }

        @AfterAll
        void stop() {
            roster.close();
        }

        @Override
        protected URI baseUri() {
            return roster.baseUri();
        }

        @Override
        protected Mailbox mailbox() {
            return new MailFolder(mails);
        }

        @Override
        protected Declared<String> adminToken() {
            return Declared.missing("admins are made from the command line");
        }

        @Override
        protected Declared<String> allowedOrigin() {
            return Declared.missing("CORS_ORIGINS is not set");
        }
    }
}
