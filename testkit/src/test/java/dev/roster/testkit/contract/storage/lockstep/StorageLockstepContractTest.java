package dev.roster.testkit.contract.storage.lockstep;

import static dev.roster.testkit.conformance.lockstep.Transaction.rolledBack;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.State.ANY;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.createComment;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.createPost;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.findComment;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.findPost;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.listPosts;
import static dev.roster.testkit.contract.storage.lockstep.StorageCalls.createUser;
import static dev.roster.testkit.contract.storage.lockstep.StorageCalls.deleteUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.lockstep.Lockstep;
import dev.roster.testkit.conformance.lockstep.LockstepError;
import dev.roster.testkit.conformance.lockstep.Step;
import dev.roster.testkit.conformance.lockstep.SystemUnderTest;
import dev.roster.testkit.conformance.lockstep.Transaction;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.storage.LockstepFaults;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that {@link StorageLockstepContract} detects faulty storages, and that its reports are short programs that can
 * be replayed.
 */
class StorageLockstepContractTest {

    @Test
    void detectsWrongTieBreak() throws Exception {
        assertDetected(
                LockstepFaults.WRONG_TIE_BREAK,
                createUser("user1", 6, "Bob", 1),
                createPost("post1", "user1", "Bob", false, 2),
                createPost("post2", "user1", "Bob", true, 2),
                listPosts(1, 100, "", ANY, ""));
    }

    @Test
    void detectsMissingCascade() throws Exception {
        assertDetected(
                LockstepFaults.MISSING_CASCADE,
                createUser("user1", 18, "Zoë 😀", 3),
                createPost("post1", "user1", "O'Hara \"x\"", true, 0),
                createComment("comment1", "post1", "user1", 3),
                deleteUser("user1"),
                findComment("comment1"));
    }

    @Test
    void detectsIncompleteRollback() throws Exception {
        assertDetected(
                LockstepFaults.ROLLBACK_FORGETS_POSTS,
                createUser("user1", 7, "Bob", 0),
                rolledBack(createPost("post1", "user1", "Zoë 😀", true, 3)),
                findPost("post1"));
    }

    @Test
    void programsUseEveryCall() {
        Set<String> used = new TreeSet<>();
        LongStream.range(0, 10)
                .forEach(seed -> programOf(seed).forEach(step -> {
                    if (step instanceof Transaction<UnitOfWork> transaction) {
                        transaction.calls().forEach(call -> used.add(factory(call)));
                    } else {
                        used.add(factory(step));
                    }
                }));

        assertThat(used)
                .containsExactlyElementsOf(Stream.of(StorageCalls.class, PostCalls.class)
                        .flatMap(calls -> Stream.of(calls.getDeclaredMethods()))
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName)
                        .sorted()
                        .toList());
    }

    private static Iterable<Step<UnitOfWork>> programOf(long seed) {
        return new Lockstep<>(
                        new StorageCallGenerator(),
                        StorageLockstepContractTest::none,
                        StorageLockstepContractTest::none)
                .generateProgram(seed, 200);
    }

    private static SystemUnderTest<UnitOfWork> none() {
        throw new AssertionError("not used: this test only generates programs");
    }

    private static String factory(Step<UnitOfWork> step) {
        return step.toString().replaceFirst("\\(.*", "");
    }

    /** Asserts that the report of a fault is this program, and that the program fails only on the faulty storage. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static void assertDetected(LockstepFaults fault, Step<UnitOfWork>... program) throws Exception {
        LockstepError found =
                catchThrowableOfType(LockstepError.class, () -> new OnFaultyStorage(fault).agreesWithReferenceModel());
        assertThat(found).as("difference caused by %s", fault).isNotNull();
        assertThat(found.code())
                .isEqualToIgnoringWhitespace(
                        Stream.of(program).map(Step::toString).collect(Collectors.joining(",", "replay(", ");")));

        assertThatExceptionOfType(LockstepError.class)
                .isThrownBy(() -> new OnFaultyStorage(fault).replay(program))
                .withMessageContaining("at step " + program.length + " of " + program.length + " (replayed)");
        new OnCorrectStorage().replay(program);
    }

    private static final class OnFaultyStorage extends StorageLockstepContract {
        private final LockstepFaults fault;

        OnFaultyStorage(LockstepFaults fault) {
            this.fault = fault;
        }

        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(fault.plantedIn(new InMemoryStorage()));
        }
    }

    private static final class OnCorrectStorage extends StorageLockstepContract {
        @Override
        protected Backend<Storage> emptyBackend() {
            return Backend.of(new InMemoryStorage());
        }
    }
}
