package dev.roster.testkit.conformance.lockstep;

import static dev.roster.testkit.conformance.lockstep.Transaction.committed;
import static dev.roster.testkit.conformance.lockstep.Transaction.rolledBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests the engine with shelves of numbered boxes. */
class LockstepTest {

    private static final long SEED = 7;

    private final AtomicInteger open = new AtomicInteger();

    @Test
    void acceptsEqualSystemsWithDifferentIds() {
        Lockstep<Shelf> lockstep = onShelves(1_000, shelf -> {});

        for (long seed = 0; seed < 20; seed++) {
            long each = seed;
            assertThatCode(() -> lockstep.run(each, 100)).doesNotThrowAnyException();
        }
        assertThat(open).as("systems left open").hasValue(0);
    }

    @Test
    void generatesSameProgramForSameSeed() {
        Lockstep<Shelf> lockstep = onShelves(0, shelf -> {});

        assertThat(lockstep.generateProgram(SEED, 50))
                .hasToString(lockstep.generateProgram(SEED, 50).toString());
        assertThat(lockstep.generateProgram(SEED, 50).toString())
                .isNotEqualTo(lockstep.generateProgram(SEED + 1, 50).toString())
                .contains("committed(", "rolledBack(");
    }

    @Test
    void shrinksDifferenceToMinimalProgram() {
        // The fourth box is not stored.
        Lockstep<Shelf> lockstep = onShelves(5, shelf -> {
            if (shelf.boxes.size() > 3) {
                shelf.boxes.remove(3);
            }
        });

        LockstepError found = catchThrowableOfType(LockstepError.class, () -> lockstep.run(SEED, 300));

        assertThat(found).isNotNull();
        assertThat(found.code().replaceAll("salt|ink", "tea")).isEqualTo("""
                        replay(
                            put("box1", "tea"),
                            put("box2", "tea"),
                            put("box3", "tea"),
                            put("box4", "tea"),
                            list());""");
        assertThat(found.steps()).isEqualTo(5);
        assertThat(found).hasMessageContaining("seed 7, 300 calls").hasMessageContaining("expected: [Box{id=box1");
        assertThat(open).hasValue(0);
    }

    @Test
    void detectsMissingRollback() {
        Lockstep<Shelf> lockstep = new Lockstep<>(
                new ShelfCallGenerator(),
                () -> new ShelfSystem(0, shelf -> {}, false),
                () -> new ShelfSystem(9, shelf -> {}, true));

        assertThatExceptionOfType(LockstepError.class)
                .isThrownBy(() -> lockstep.replay(List.of(rolledBack(put("box1", "tea")), find("box1"))))
                .withMessageContaining("at step 2 of 2 (replayed)")
                .withMessageContaining("actual:   Optional[Box{id=box1, content=tea}]")
                .withMessageContaining("expected: Optional.empty");
        assertThatCode(() -> lockstep.replay(List.of(committed(put("box1", "tea")), find("box1"))))
                .doesNotThrowAnyException();
    }

    @Test
    void comparesFailuresByClass() throws Exception {
        Call<Shelf> refused = new Call<>("refused()", (shelf, names) -> {
            throw shelf.firstId == 0 ? new IllegalStateException("one text") : new IllegalStateException("another");
        });
        Call<Shelf> differing = new Call<>("differing()", (shelf, names) -> {
            throw shelf.firstId == 0 ? new IllegalStateException("same") : new IllegalArgumentException("same");
        });
        Lockstep<Shelf> lockstep = onShelves(0, shelf -> {});

        lockstep.replay(List.of(refused, committed(refused)));
        assertThatExceptionOfType(LockstepError.class)
                .isThrownBy(() -> lockstep.replay(List.of(differing)))
                .withMessageContaining("actual:   threw java.lang.IllegalStateException: same");
    }

    @Test
    void leavesNameOfMissingResultUnbound() throws Exception {
        onShelves(3, shelf -> {}).replay(List.of(find("box1"), put("box1", "tea"), find("box1"), find("box2")));
    }

    private Lockstep<Shelf> onShelves(int firstId, Consumer<Shelf> fault) {
        return new Lockstep<>(
                new ShelfCallGenerator(),
                () -> new ShelfSystem(0, fault, true),
                () -> new ShelfSystem(firstId + 50, shelf -> {}, true));
    }

    private record Box(int id, String content) {}

    /** Boxes with consecutive ids from a given number. */
    private static final class Shelf {
        private final int firstId;
        private final List<Box> boxes = new ArrayList<>();
        private int created;

        Shelf(int firstId) {
            this.firstId = firstId;
        }
    }

    private final class ShelfSystem implements SystemUnderTest<Shelf> {
        private final Shelf shelf;
        private final Consumer<Shelf> fault;
        private final boolean rollsBack;

        ShelfSystem(int firstId, Consumer<Shelf> fault, boolean rollsBack) {
            this.shelf = new Shelf(firstId);
            this.fault = fault;
            this.rollsBack = rollsBack;
            open.incrementAndGet();
        }

        @Override
        public Shelf direct() {
            fault.accept(shelf);
            return shelf;
        }

        @Override
        public void inTransaction(Consumer<? super Shelf> work) {
            List<Box> before = List.copyOf(shelf.boxes);
            boolean commits = false;
            try {
                work.accept(direct());
                commits = true;
            } finally {
                if (!commits && rollsBack) {
                    shelf.boxes.clear();
                    shelf.boxes.addAll(before);
                }
            }
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    private static Call<Shelf> put(String box, String content) {
        return Call.of("put", List.of(box, content), (shelf, names) -> {
            Box created = new Box(shelf.firstId + shelf.created++, content);
            names.bind(box, created.id());
            shelf.boxes.add(created);
            return created;
        });
    }

    private static Call<Shelf> find(String box) {
        return Call.of("find", List.of(box), (shelf, names) -> {
            int id = names.get(box, -1);
            Optional<Box> found =
                    shelf.boxes.stream().filter(each -> each.id() == id).findFirst();
            return found;
        });
    }

    private static Call<Shelf> list() {
        return Call.of("list", List.of(), (shelf, names) -> List.copyOf(shelf.boxes));
    }

    private static final class ShelfCallGenerator implements CallGenerator<Shelf> {
        @Override
        public Call<Shelf> nextCall(ProgramContext draw) {
            return switch (draw.nextInt(3)) {
                case 0 -> put(draw.newName("box"), draw.oneOf("tea", "salt", "ink"));
                case 1 -> find(draw.existingName("box"));
                default -> list();
            };
        }

        @Override
        public List<Call<Shelf>> readEverything(ProgramContext draw) {
            return List.of(list());
        }
    }
}
