package dev.roster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseableStackTest {

    private final List<String> closed = new ArrayList<>();
    private final CloseableStack stack = new CloseableStack();

    @Test
    void closesAllOnceInReverseOrderDespiteFailure() {
        stack.add(() -> closed.add("first"));
        stack.add(() -> {
            throw new IllegalStateException("cannot close");
        });
        stack.add(() -> closed.add("last"));

        stack.close();
        stack.close();

        assertThat(closed).containsExactly("last", "first");
    }

    @Test
    void restoresInterruptStatus() {
        stack.add(() -> closed.add("first"));
        stack.add(() -> {
            throw new InterruptedException();
        });

        stack.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(closed).containsExactly("first");
    }
}
