package dev.roster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutOfMemoryExitTest {

    private final List<Integer> exits = new ArrayList<>();
    private final OutOfMemoryExit exit = new OutOfMemoryExit(exits::add);

    @Test
    void endsProcessAfterLoggedErrorAtAnyDepth() {
        exit.append(event(new IllegalStateException(new RuntimeException(new OutOfMemoryError("planted")))));

        assertThat(exits).containsExactly(3);
    }

    @Test
    void ignoresOtherErrorsAndCyclesOfCauses() {
        Exception cycle = new Exception();
        cycle.initCause(new Exception(cycle));

        exit.append(event(new StackOverflowError()));
        exit.append(event(cycle));
        exit.append(event(null));

        assertThat(exits).isEmpty();
    }

    private static LoggingEvent event(@Nullable Throwable thrown) {
        LoggerContext context = new LoggerContext();
        return new LoggingEvent("", context.getLogger("planted"), Level.WARN, "planted", thrown, null);
    }
}
