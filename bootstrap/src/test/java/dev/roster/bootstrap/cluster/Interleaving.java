package dev.roster.bootstrap.cluster;

import dev.roster.application.port.cache.UserCache;
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

/**
 * Two nodes that read, change and delete one user, and deliver the outbox, in an order that is drawn: at each step one of
 * those at it goes on to its next pause, or somebody begins, or something happens to the cache. The same seed gives the
 * same order. Reads are held against a {@link ReferenceModel}.
 */
final class Interleaving {

    private static final int FEWEST_STEPS = 40;
    private static final int MOST_ACTORS = 6;

    /** After which messages can be claimed again that were in the hands of a relay that crashed. */
    private static final Duration CLAIM_ENDS = Duration.ofSeconds(61);

    private final long seed;
    private final Random random;
    private final InterleavingFixture ground;
    private final Statistics tally;
    private final SettableClock clock = new SettableClock();
    private final int mishaps;
    private final int emptyings;
    private final User user;
    private final ReferenceModel model;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<PausableTask> actors = new ArrayList<>();
    private final Set<PausableTask> slow = new HashSet<>();
    private final List<String> schedule = new ArrayList<>();
    private int begun;

    Interleaving(long seed, InterleavingFixture ground, Statistics tally) {
        this.seed = seed;
        this.random = new Random(seed);
        this.ground = ground;
        this.tally = tally;
        // Some are calm and some wild, for what one kind hides another shows.
        this.mishaps = oneOf(List.of(3, 10, 25));
        this.emptyings = oneOf(List.of(2, 6));
        this.user = ground.storage()
                .users()
                .create(new NewUser(Unique.emailAddress(), "Name 0", "", null, clock.instant()));
        this.model = new ReferenceModel(ground.storage(), user, tally);
        for (UserCache cache : ground.caches()) {
            nodes.add(new SimulatedNode(nodes.size() + 1, ground.storage(), cache, user, model, clock));
        }
    }

    /** Plays it to its end. */
    void run() {
        try {
            int steps = FEWEST_STEPS + random.nextInt(FEWEST_STEPS);
            for (int i = 0; i < steps; i++) {
                step();
            }
            end();
            tally.interleaving(steps);
        } catch (AssertionError broken) {
            throw new AssertionError(
                    broken.getMessage() + "\nin the interleaving that -Dinterleavings.seed=" + seed + " plays again\n  "
                            + String.join("\n  ", schedule),
                    broken);
        } finally {
            actors.stream().filter(actor -> !actor.hasEnded()).forEach(PausableTask::crash);
            ground.emptying().accept(user.id());
        }
    }

    List<String> schedule() {
        return List.copyOf(schedule);
    }

    private void step() {
        actors.removeIf(PausableTask::hasEnded);
        int die = random.nextInt(100);
        if (die < mishaps) {
            mishap();
        } else if (actors.isEmpty() || (die < mishaps + 30 && actors.size() < MOST_ACTORS)) {
            begin();
        } else {
            goOn();
        }
    }

    private void begin() {
        SimulatedNode node = oneOf(nodes);
        int number = ++begun;
        int die = random.nextInt(100);
        if (die < 50) {
            begin("reader", node, false, node::read);
        } else if (die < 79) {
            begin("writer", node, true, () -> node.rename("Name " + number));
        } else if (die < 80) {
            begin("deleter", node, true, node::delete);
        } else {
            begin("relay", node, true, node::deliver);
        }
    }

    private void begin(String what, SimulatedNode node, boolean mayCrash, Runnable deed) {
        PausableTask actor =
                new PausableTask(what + " " + begun + " on node " + node.number(), mayCrash, deed, schedule::add);
        actors.add(actor);
        if (random.nextInt(3) == 0) {
            slow.add(actor);
        }
        actor.goOn();
    }

    /** Who is slow is passed over at most times, so that much happens during one pause of theirs. */
    private void goOn() {
        List<PausableTask> ready = actors.stream().filter(PausableTask::canGoOn).toList();
        PausableTask next = oneOf(ready);
        for (int i = 0; i < ready.size() && slow.contains(next); i++) {
            next = oneOf(ready);
        }
        next.goOn();
    }

    private void mishap() {
        int die = random.nextInt(10);
        if (die < emptyings) {
            ground.emptying().accept(user.id());
            schedule.add("the cache is emptied");
        } else if (die < 7) {
            SimulatedNode node = oneOf(nodes);
            FaultyCache.Condition condition = random.nextInt(3) > 0
                    ? FaultyCache.Condition.SOUND
                    : oneOf(List.of(FaultyCache.Condition.values()));
            node.link().become(condition);
            schedule.add("the cache is " + condition + " for node " + node.number());
        } else if (die < 9) {
            letArrive(oneOf(nodes));
        } else {
            List<PausableTask> mortal =
                    actors.stream().filter(PausableTask::mayCrash).toList();
            if (!mortal.isEmpty()) {
                oneOf(mortal).crash();
            }
        }
    }

    private boolean letArrive(SimulatedNode node) {
        boolean arrives = node.link().letArrive(random);
        if (arrives) {
            schedule.add("a call of node " + node.number() + " arrives late");
        }
        return arrives;
    }

    /** Everybody ends, the cache is there for everybody, the outbox is delivered, and what was late arrives. */
    private void end() {
        while (actors.stream().anyMatch(PausableTask::canGoOn)) {
            goOn();
        }
        nodes.forEach(node -> node.link().become(FaultyCache.Condition.SOUND));
        clock.advance(CLAIM_ENDS);
        SimulatedNode last = oneOf(nodes);
        while (last.deliver() > 0) {
            // until nothing is due
        }
        schedule.add("all is delivered");
        requireFreshEverywhere();
        for (SimulatedNode node : nodes) {
            while (letArrive(node)) {
                requireFreshEverywhere();
            }
        }
    }

    private void requireFreshEverywhere() {
        UserId id = user.id();
        for (int i = 0; i < nodes.size(); i++) {
            model.requireLast(ground.caches().get(i).find(id));
            nodes.get(i).read();
        }
    }

    private <T> T oneOf(List<T> several) {
        return several.get(random.nextInt(several.size()));
    }
}
