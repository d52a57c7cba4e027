package com.example.lock;

import com.example.lock.Locks.Held;
import dev.roster.testkit.conformance.lockstep.Bindings;
import dev.roster.testkit.conformance.lockstep.Call;
import dev.roster.testkit.conformance.lockstep.CallGenerator;
import dev.roster.testkit.conformance.lockstep.ProgramContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Random calls on {@link Locks}. The clock of the callers goes back and forth, so leases expire in any order. */
final class LockCalls implements CallGenerator<Locks> {

    private static final List<String> NAMES = List.of("backup", "cleanup");

    private final boolean extension;

    /**
     * @param extension whether leases can be extended
     */
    LockCalls(boolean extension) {
        this.extension = extension;
    }

    static Call<Locks> acquire(String held, String name, int second, int lease) {
        return Call.of("acquire", List.of(held, name, second, lease), (locks, names) -> {
            Optional<Held> acquired = locks.acquire(name, at(second), Duration.ofSeconds(lease));
            acquired.ifPresent(lock -> names.bind(held, lock));
            return acquired;
        });
    }

    static Call<Locks> extend(String held, int second, int lease) {
        return Call.of(
                "extend",
                List.of(held, second, lease),
                (locks, names) -> locks.extend(bound(held, names), at(second), Duration.ofSeconds(lease)));
    }

    static Call<Locks> release(String held) {
        return Call.of("release", List.of(held), (locks, names) -> locks.release(bound(held, names)));
    }

    @Override
    public int transactionPercentage() {
        return 0;
    }

    @Override
    public Call<Locks> nextCall(ProgramContext draw) {
        if (draw.percent(30)) {
            return release(draw.existingName("held"));
        }
        int second = draw.nextInt(60);
        int lease = 1 + draw.nextInt(20);
        if (extension && draw.percent(30)) {
            return extend(draw.existingName("held"), second, lease);
        }
        return acquire(draw.newName("held"), draw.oneOf(NAMES), second, lease);
    }

    @Override
    public List<Call<Locks>> readEverything(ProgramContext draw) {
        return NAMES.stream()
                .map(name -> acquire(draw.newName("held"), name, 30, 1))
                .toList();
    }

    private static Held bound(String held, Bindings names) {
        return names.get(held, new Held("none", 1));
    }

    private static Instant at(int second) {
        return Instant.parse("2024-01-01T00:00:00Z").plusSeconds(second);
    }
}
