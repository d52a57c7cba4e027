package dev.roster.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs alone, because it replaces a stream of the process. */
@Isolated
class CapturedOutputTest {

    private static final Logger LOG = Logger.getLogger(CapturedOutputTest.class.getName());

    @Test
    void capturesStreamsAndLogOfAllThreads() throws InterruptedException {
        try (CapturedOutput output = new CapturedOutput()) {
            Thread printing = new Thread(() -> System.out.println("from another thread"));
            printing.start();
            printing.join();
            LOG.log(Level.FINEST, "logged {0}", "in detail");

            assertThat(output.text()).contains("from another thread", "logged in detail");
        }
    }

    @Test
    void passesOnNothingOfPlantedFaults() {
        PrintStream original = System.err;
        ByteArrayOutputStream passedOn = new ByteArrayOutputStream();
        System.setErr(new PrintStream(passedOn, true, StandardCharsets.UTF_8));
        try (CapturedOutput output = new CapturedOutput()) {
            CapturedOutput.silently(() -> {
                System.err.print("planted secret");
                runOnNewThread(() -> System.err.print("secret of a new thread"));
            });
            System.err.print("visible");

            assertThat(output.text()).contains("planted secret", "secret of a new thread", "visible");
        } finally {
            System.setErr(original);
        }
        assertThat(passedOn.toString(StandardCharsets.UTF_8))
                .contains("visible")
                .doesNotContain("secret");
    }

    private static void runOnNewThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
