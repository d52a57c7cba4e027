package dev.roster.testkit.contract.storage.lockstep;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import org.jspecify.annotations.Nullable;

/** What a step of a program can reach: the current unit of work, its storage, and repositories kept from before. */
final class StepUnit extends ForwardingUnit {

    private final Storage storage;
    private final Repositories direct;
    private final @Nullable Repositories ended;

    /**
     * Creates an instance.
     *
     * @param current the unit of work on which calls are made
     * @param storage the storage to which it belongs
     * @param direct repositories that the storage returned before all transactions
     * @param ended repositories of the latest transaction that has ended; {@code null} if none has
     */
    StepUnit(UnitOfWork current, Storage storage, Repositories direct, @Nullable Repositories ended) {
        super(current);
        this.storage = storage;
        this.direct = direct;
        this.ended = ended;
    }

    static StepUnit of(UnitOfWork unit) {
        return (StepUnit) unit;
    }

    StepUnit withRepositories(UnitOfWork other) {
        return new StepUnit(other, storage, direct, ended);
    }

    Storage storage() {
        return storage;
    }

    Repositories direct() {
        return direct;
    }

    @Nullable
    Repositories ended() {
        return ended;
    }
}
