package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.fake.ForwardingUnit;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that {@link PostRepositoryContract} detects each planted fault, by the clause about it. */
class PostRepositoryContractTest {

    /** Plants the current fault; the tests of this class run sequentially. */
    private static Function<InMemoryStorage, UnitOfWork> planted;

    @ParameterizedTest
    @EnumSource
    void detectsPlantedFault(PostFaults fault) {
        planted = storage -> fault.plantedIn(storage, storage::setNextPostId);

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @ParameterizedTest
    @EnumSource
    void detectsPlantedListFault(PostListFaults fault) {
        planted = fault::plantedIn;

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @Test
    void detectsClientsWithSeparateData() {
        assertThat(BrokenClauses.of(SeparateData.class, "posts.visible-to-second-client"))
                .containsExactly("posts.visible-to-second-client");
    }

    @Test
    void acceptsCorrectRepository() {
        planted = ForwardingUnit::new;

        assertThat(BrokenClauses.of(Planted.class)).isEmpty();
    }

    @Test
    void everyClauseDetectsAFault() {
        Set<String> clauses = new TreeSet<>();
        for (Class<?> part = PostRepositoryContract.class; part != Object.class; part = part.getSuperclass()) {
            clauses.addAll(Specification.clausesOf(part));
        }
        Stream<String> caught = Stream.concat(
                Arrays.stream(PostFaults.values()).map(fault -> fault.clause),
                Arrays.stream(PostListFaults.values()).map(fault -> fault.clause));

        assertThat(Stream.concat(caught, Stream.of("posts.visible-to-second-client")))
                .hasSameElementsAs(clauses);
    }

    static class Planted extends PostRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() {
            return Backend.of(planted.apply(new InMemoryStorage()));
        }
    }

    static class SeparateData extends PostRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() {
            return Backend.of(InMemoryStorage::new, () -> {});
        }
    }
}
