package dev.roster.bootstrap.cluster;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A random interleaving of two nodes that read, change and delete one user and deliver the outbox. Each step resumes a
 * task up to its next pause, starts a task, or injects a fault. The same seed gives the same order. Reads are checked
 * against a {@link ReferenceModel}.
 */
final class Interleaving {

    private static final int MIN_STEPS = 40;
    private static final int MAX_TASKS = 6;

    /** Time after which the claims of a crashed relay have expired. */
    private static final Duration CLAIM_EXPIRY = Duration.ofSeconds(61);

    private final long seed;
    private final Random random;
    private final Fixture fixture;
    private final Statistics statistics;
    private final SettableClock clock = new SettableClock();
    private final int faultPercentage;
    private final int cacheClearShare;
    private final User user;
    private final ReferenceModel model;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<PausableTask> tasks = new ArrayList<>();
    private final Set<PausableTask> slowTasks = new HashSet<>();
    private final List<String> schedule = new ArrayList<>();
    private int startedTasks;

    /**
     * The resources that two nodes share.
     *
     * @param storage the storage of both nodes
     * @param caches one client of the cache for each node
     * @param cacheClearer removes all data of a user from the cache, like a restart without data
     */
    record Fixture(Storage storage, List<UserCache> caches, Consumer<UserId> cacheClearer) {}

    private Interleaving(long seed, Fixture ground, Statistics tally) {
        this.seed = seed;
        this.random = new Random(seed);
        this.fixture = ground;
        this.statistics = tally;
        // Interleavings with few and with many faults find different errors.
        this.faultPercentage = pick(List.of(3, 10, 25));
        this.cacheClearShare = pick(List.of(2, 6));
        this.user = ground.storage()
                .users()
                .create(new NewUser(Unique.emailAddress(), "Name 0", "", null, clock.instant()));
        this.model = new ReferenceModel(ground.storage(), user, tally);
        for (UserCache cache : ground.caches()) {
            nodes.add(new SimulatedNode(nodes.size() + 1, ground.storage(), cache, user, model, clock));
        }
    }

    /**
     * Runs interleavings one after another. The system property {@code interleavings.seed} repeats a single one.
     *
     * @param where name for the summary
     * @param firstSeed seed of the first interleaving; each further one adds 1
     * @param fixtures creates the shared resources of one interleaving
     * @throws AssertionError if a read is stale; the message has the seed and the schedule
     */
    static Statistics runMany(String where, int count, long firstSeed, Supplier<Fixture> fixtures) {
        Long only = Long.getLong("interleavings.seed");
        long first = only == null ? firstSeed : only;
        long end = only == null ? firstSeed + count : only + 1;
        Statistics tally = new Statistics();
        for (long seed = first; seed < end; seed++) {
            new Interleaving(seed, fixtures.get(), tally).run();
        }
        System.out.println(where + ": " + tally + ", seeds " + first + " to " + (end - 1));
        return tally;
    }

    private void run() {
        try {
            int steps = MIN_STEPS + random.nextInt(MIN_STEPS);
            for (int i = 0; i < steps; i++) {
                step();
            }
            finish();
            statistics.add("interleavings", 1);
            statistics.add("steps", steps);
        } catch (AssertionError broken) {
            throw new AssertionError(
                    broken.getMessage() + "\nrepeat this interleaving with -Dinterleavings.seed=" + seed + "\n  "
                            + String.join("\n  ", schedule),
                    broken);
        } finally {
            tasks.stream().filter(actor -> !actor.hasFinished()).forEach(PausableTask::crash);
            fixture.cacheClearer().accept(user.id());
        }
    }

    private void step() {
        tasks.removeIf(PausableTask::hasFinished);
        int die = random.nextInt(100);
        if (die < faultPercentage) {
            injectFault();
        } else if (tasks.isEmpty() || (die < faultPercentage + 30 && tasks.size() < MAX_TASKS)) {
            startTask();
        } else {
            resumeTask();
        }
    }

    private void startTask() {
        SimulatedNode node = pick(nodes);
        int number = ++startedTasks;
        int die = random.nextInt(100);
        if (die < 50) {
            startTask("reader", node, false, node::read);
        } else if (die < 79) {
            startTask("writer", node, true, () -> node.rename("Name " + number));
        } else if (die < 80) {
            startTask("deleter", node, true, node::delete);
        } else {
            startTask("relay", node, true, node::deliver);
        }
    }

    private void startTask(String what, SimulatedNode node, boolean mayCrash, Runnable deed) {
        PausableTask actor = new PausableTask(
                what + " " + startedTasks + " on node " + node.number(), mayCrash, deed, schedule::add);
        tasks.add(actor);
        if (random.nextInt(3) == 0) {
            slowTasks.add(actor);
        }
        actor.resume();
    }

    /** Resumes a random task. Slow tasks are chosen rarely, so that much happens during their pauses. */
    private void resumeTask() {
        List<PausableTask> ready =
                tasks.stream().filter(PausableTask::canResume).toList();
        PausableTask next = pick(ready);
        for (int i = 0; i < ready.size() && slowTasks.contains(next); i++) {
            next = pick(ready);
        }
        next.resume();
    }

    private void injectFault() {
        int die = random.nextInt(10);
        if (die < cacheClearShare) {
            fixture.cacheClearer().accept(user.id());
            schedule.add("the cache is emptied");
        } else if (die < 7) {
            SimulatedNode node = pick(nodes);
            FaultyCache.Fault condition =
                    random.nextInt(3) > 0 ? FaultyCache.Fault.NONE : pick(List.of(FaultyCache.Fault.values()));
            node.faultyCache().setFault(condition);
            schedule.add("the cache is " + condition + " for node " + node.number());
        } else if (die < 9) {
            deliverDelayedCall(pick(nodes));
        } else {
            List<PausableTask> mortal =
                    tasks.stream().filter(PausableTask::canCrash).toList();
            if (!mortal.isEmpty()) {
                pick(mortal).crash();
            }
        }
    }

    private boolean deliverDelayedCall(SimulatedNode node) {
        boolean arrives = node.faultyCache().deliverDelayedCall(random);
        if (arrives) {
            schedule.add("a call of node " + node.number() + " arrives late");
        }
        return arrives;
    }

    /** Ends all tasks and faults, delivers the outbox, and executes delayed calls. */
    private void finish() {
        while (tasks.stream().anyMatch(PausableTask::canResume)) {
            resumeTask();
        }
        nodes.forEach(node -> node.faultyCache().setFault(FaultyCache.Fault.NONE));
        clock.advance(CLAIM_EXPIRY);
        SimulatedNode last = pick(nodes);
        while (last.deliver() > 0) {
            // Repeat until no message is due.
        }
        schedule.add("all is delivered");
        requireFreshOnAllNodes();
        for (SimulatedNode node : nodes) {
            while (deliverDelayedCall(node)) {
                requireFreshOnAllNodes();
            }
        }
    }

    private void requireFreshOnAllNodes() {
        UserId id = user.id();
        for (int i = 0; i < nodes.size(); i++) {
            model.requireCurrentEntry(fixture.caches().get(i).find(id));
            nodes.get(i).read();
        }
    }

    private <T> T pick(List<T> several) {
        return several.get(random.nextInt(several.size()));
    }
}
