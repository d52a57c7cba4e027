package dev.roster.bootstrap;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/** A relay that also runs the periodic tasks that are due, on the same thread. */
final class RelayWithTasks implements IntSupplier {

    private final IntSupplier relay;
    private final List<PeriodicTask> tasks;
    private final long[] dueAt;

    RelayWithTasks(IntSupplier relay, List<PeriodicTask> chores) {
        this.relay = relay;
        this.tasks = chores;
        this.dueAt = new long[chores.size()];
        Arrays.fill(dueAt, System.nanoTime());
    }

    @Override
    public int getAsInt() {
        int delivered = relay.getAsInt();
        for (int i = 0; i < dueAt.length; i++) {
            if (System.nanoTime() - dueAt[i] >= 0) {
                // Set before the work: a task that always fails must not be retried every second.
                dueAt[i] = System.nanoTime() + tasks.get(i).interval().toNanos();
                tasks.get(i).work().run();
            }
        }
        return delivered;
    }
}
