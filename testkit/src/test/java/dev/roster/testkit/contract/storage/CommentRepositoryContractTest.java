package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.BrokenClauses;
import dev.roster.testkit.conformance.Specification;
import dev.roster.testkit.fake.ForwardingUnit;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that {@link CommentRepositoryContract} detects each planted fault, by the clause about it. */
class CommentRepositoryContractTest {

    /** Plants the current fault; the tests of this class run sequentially. */
    private static Function<InMemoryStorage, UnitOfWork> planted;

    @ParameterizedTest
    @EnumSource
    void detectsPlantedFault(CommentFaults fault) {
        planted = storage -> fault.plantedIn(storage, storage::setNextCommentId);

        assertThat(BrokenClauses.of(Planted.class, fault.clause)).containsExactly(fault.clause);
    }

    @Test
    void detectsClientsWithSeparateData() {
        assertThat(BrokenClauses.of(SeparateData.class, "comments.visible-to-second-client"))
                .containsExactly("comments.visible-to-second-client");
    }

    @Test
    void acceptsCorrectRepository() {
        planted = ForwardingUnit::new;

        assertThat(BrokenClauses.of(Planted.class)).isEmpty();
    }

    @Test
    void everyClauseDetectsAFault() {
        Stream<String> caught = Arrays.stream(CommentFaults.values()).map(fault -> fault.clause);

        assertThat(Stream.concat(caught, Stream.of("comments.visible-to-second-client")))
                .hasSameElementsAs(Specification.clausesOf(CommentRepositoryContract.class));
    }

    static class Planted extends CommentRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() {
            return Backend.of(planted.apply(new InMemoryStorage()));
        }
    }

    static class SeparateData extends CommentRepositoryContract {
        @Override
        protected Backend<UnitOfWork> emptyBackend() {
            return Backend.of(InMemoryStorage::new, () -> {});
        }
    }
}
