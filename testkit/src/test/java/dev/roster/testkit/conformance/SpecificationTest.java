package dev.roster.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecificationTest {

    @TempDir
    Path folder;

    @Test
    void reportsNothingIfPortsAndContractsAgree() throws IOException {
        assertThat(disagreements("""
                        /** Keeps things ({@code
                         * shelf.kept}). */
                        public interface Shelf {
                            /** A constant promises nothing. */
                            Shelf NONE = new NoShelf();

                            /** Puts ({@code shelf.put-found}). See {@code java.util} and {@code other.thing}. */
                            void put(String thing);
                        }
                        """, ShelfContract.class)).isEmpty();
    }

    @Test
    void reportsEveryDisagreement() throws IOException {
        assertThat(disagreements("""
                        /** Keeps things ({@code shelf.kept-forever}). */
                        public interface Shelf {
                            /** Puts ({@code shelf.put-found}). */
                            void put(String thing);

                            /** Promises nothing. */
                            String get(int place);
                        }
                        """, ShelfContract.class, SecondShelfContract.class))
                .containsExactlyInAnyOrder(
                        "clause shelf.put-found is defined twice, the second time in SecondShelfContract",
                        "Shelf.java: no promise in the Javadoc of String get(int place)",
                        "promise shelf.kept-forever has no clause in any contract",
                        "clause shelf.kept is not in the Javadoc of any port");
    }

    @Test
    void findsClausesOfNestedParts() {
        assertThat(Specification.clausesOf(ShelfInPartsContract.class))
                .containsExactly("shelf.kept", "shelf.put-found");
    }

    @Test
    void reportsInheritedClauses() throws IOException {
        assertThat(disagreements("/** {@code shelf.kept} {@code shelf.put-found} */", InheritingContract.class))
                .containsExactly("InheritingContract inherits clauses; nest their class instead");
    }

    private List<String> disagreements(String source, Class<?>... contracts) throws IOException {
        Path file = Files.writeString(folder.resolve("Shelf.java"), source);
        return Specification.disagreements(List.of(file), List.of(contracts));
    }

    /** Never run; only its clause ids are read. */
    abstract static class ShelfContract {
        @Clause(value = "shelf.kept", promise = "It is.")
        void kept() {}

        @Clause(value = "shelf.put-found", promise = "It is.")
        void putFound() {}
    }

    /** Never run; only its clause ids are read. */
    abstract static class SecondShelfContract {
        @Clause(value = "shelf.put-found", promise = "It is.")
        void putFoundAgain() {}
    }

    /** Never run; only its clause ids are read. */
    abstract static class InheritingContract extends SecondShelfContract {
        @Clause(value = "shelf.kept", promise = "It is.")
        void kept() {}
    }

    /** Never run; only its clause ids are read. */
    abstract static class ShelfInPartsContract {
        @Nested
        class Keeping {
            @Clause(value = "shelf.kept", promise = "It is.")
            void kept() {}
        }

        @Nested
        class Putting extends SecondShelfContract {}
    }
}
