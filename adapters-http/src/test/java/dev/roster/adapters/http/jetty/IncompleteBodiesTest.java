package dev.roster.adapters.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncompleteBodiesTest {

    private final List<String> displaced = new ArrayList<>();

    private IncompleteBodies.Body body(String name, long received) {
        return new IncompleteBodies.Body() {
            @Override
            public long received() {
                return received;
            }

            @Override
            public void displace() {
                displaced.add(name);
            }
        };
    }

    /** Without this rule, slow bodies of one byte displace an ordinary one whose first byte comes a moment later. */
    @Test
    void displacesOldestOfThoseThatHardlyArrived() {
        IncompleteBodies bodies = new IncompleteBodies(3);
        bodies.add("client", body("upload", 100_000));
        bodies.add("client", body("slow", 1));
        bodies.add("client", body("new", 0));

        bodies.add("client", body("slow too", 1));
        bodies.add("client", body("slow as well", 1));

        assertThat(displaced).containsExactly("slow", "new");
        assertThat(bodies.size()).isEqualTo(3);
    }

    @Test
    void displacesOnlyBodiesOfSameClient() {
        IncompleteBodies bodies = new IncompleteBodies(1);
        bodies.add("client", body("first", 1));

        bodies.add("neighbour", body("other", 0));

        assertThat(displaced).isEmpty();
    }
}
