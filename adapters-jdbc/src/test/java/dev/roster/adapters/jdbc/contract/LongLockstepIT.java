package dev.roster.adapters.jdbc.contract;

import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.storage.lockstep.StorageLockstepContract;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Runs more programs, with a new seed in each run. A failure names the seed and how to repeat its program. */
@Tag("slow")
class LongLockstepIT {

    @Nested
    class OnPostgres extends ForLong {

        private static final LeasedDatabases DATABASES = new LeasedDatabases(EmptyDatabase::postgres);

        @AfterAll
        static void dropDatabases() throws Exception {
            DATABASES.close();
        }

        @Override
        protected Backend<Storage> emptyBackend() throws Exception {
            return DATABASES.lease();
        }
    }

    @Nested
    class OnH2 extends ForLong {

        private static final LeasedDatabases DATABASES = new LeasedDatabases(EmptyDatabase::h2InMemory);

        @AfterAll
        static void dropDatabases() throws Exception {
            DATABASES.close();
        }

        @Override
        protected Backend<Storage> emptyBackend() throws Exception {
            return DATABASES.lease();
        }
    }

    abstract static class ForLong extends StorageLockstepContract {

        private final long firstSeed = ThreadLocalRandom.current().nextLong(1_000_000);

        @Override
        protected int programCount() {
            return 50;
        }

        @Override
        protected int callsPerProgram() {
            return 300;
        }

        @Override
        protected long firstSeed() {
            return firstSeed;
        }
    }
}
