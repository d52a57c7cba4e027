package dev.roster.testkit.contract.storage.lockstep;

import static dev.roster.testkit.conformance.lockstep.Transaction.committed;
import static dev.roster.testkit.conformance.lockstep.Transaction.rolledBack;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.State.ANY;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.createComment;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.createPost;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.findComment;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.findPost;
import static dev.roster.testkit.contract.storage.lockstep.PostCalls.listPosts;
import static dev.roster.testkit.contract.storage.lockstep.StorageCalls.createUser;
import static dev.roster.testkit.contract.storage.lockstep.StorageCalls.deleteUser;
import static dev.roster.testkit.contract.storage.lockstep.StorageCalls.findUser;
import static dev.roster.testkit.contract.storage.lockstep.TransactionCalls.onEndedUnit;
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
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.faulty.storage.LockstepFaults;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that {@link StorageLockstepContract} detects faulty storages, and that its reports are short programs that can
 * be replayed.
 */
class StorageLockstepContractTest {

    @ParameterizedTest
    @EnumSource
    void detectsFaultWithinDefaultPrograms(LockstepFaults fault) {
        LockstepError found =
                catchThrowableOfType(LockstepError.class, () -> new OnFaultyStorage(fault).agreesWithReferenceModel());

        assertThat(found).as("difference caused by %s", fault).isNotNull();
        assertThat(found.steps()).as(found.getMessage()).isLessThanOrEqualTo(8);
    }

    @Test
    void replaysReportedProgram() throws Exception {
        assertReplayed(
                LockstepFaults.WRONG_TIE_BREAK,
                createUser("user1", 12, " Bob ", "Text", "", 1),
                createPost("post1", "user1", "Ann", "Text", true, 1),
                createPost("post2", "user1", "O'Hara \"x\"", " é \n", true, 1),
                listPosts(1, 100, "", ANY, ""));
        assertReplayed(
                LockstepFaults.MISSING_CASCADE,
                createUser("user1", 18, "Zoë 😀", "", "", 3),
                createUser("user2", 17, "Ann", "", "user1", 3),
                createPost("post1", "user1", "O'Hara \"x\"", "", true, 0),
                createComment("comment1", "post1", "user2", "Bob", 3),
                deleteUser("user2"),
                findComment("comment1"));
        assertReplayed(
                LockstepFaults.ROLLBACK_FORGETS_POSTS,
                createUser("user1", 7, "Ann", "", "", 0),
                rolledBack(createPost("post1", "user1", "Zoë 😀", "", true, 3)),
                findPost("post1"));
        assertReplayed(
                LockstepFaults.KEPT_REPOSITORY_WORKS,
                committed(createUser("user1", 7, "Ann", "", "", 0)),
                onEndedUnit(findUser("user1")));
    }

    @Test
    void programsUseEveryCall() {
        Set<String> used = new TreeSet<>();
        LongStream.range(0, 10).forEach(seed -> programOf(seed).forEach(step -> addFactories(step.toString(), used)));

        assertThat(used)
                .containsAll(Stream.of(
                                StorageCalls.class,
                                PostCalls.class,
                                AuditCalls.class,
                                OutboxCalls.class,
                                TransactionCalls.class)
                        .flatMap(calls -> Stream.of(calls.getDeclaredMethods()))
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName)
                        .collect(Collectors.toSet()));
    }

    private static void addFactories(String code, Set<String> used) {
        Matcher calls = Pattern.compile("(\\w+)\\(").matcher(code);
        while (calls.find()) {
            used.add(calls.group(1));
        }
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

    /** Asserts that a program fails at its last step, and only on the faulty storage. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static void assertReplayed(LockstepFaults fault, Step<UnitOfWork>... program) throws Exception {
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
