package dev.roster.adapters.jdbc.contract;

import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.storage.lockstep.StorageLockstepContract;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs more programs, with a new seed in each run. A failure names the seed and how to repeat its program. */
@Tag("slow")
@ParameterizedClass
@EnumSource(names = {"POSTGRES", "H2_IN_MEMORY"})
class LongLockstepIT extends StorageLockstepContract {

    @AutoClose
    private final LeasedDatabases databases;

    private final long firstSeed = ThreadLocalRandom.current().nextLong(1_000_000);

    LongLockstepIT(Kind kind) {
        databases = new LeasedDatabases(kind);
    }

    @Override
    protected Backend<Storage> emptyBackend() {
        return databases.lease();
    }

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
