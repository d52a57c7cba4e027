package dev.roster.application.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;

import dev.roster.application.port.outbox.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators read in the log about deliveries. */
class OutboxLogTest extends OutboxRelayFixture {

    private final LogCapture log = new LogCapture(OutboxRelay.class);

    @AfterEach
    void stopCapture() {
        log.close();
    }

    @Test
    void warnsOnceForEachKindAndReportsRecovery() {
        due(WELCOME, UPDATE, WELCOME);
        doThrow(failure).when(notifications).sendWelcomeNotification(any(), any(), any());
        doThrow(failure).when(notifications).sendProfileUpdatedNotification(any(), any(), any());
        deliverDue(Lane.DEFAULT);
        deliverDue(Lane.DEFAULT);

        assertThat(log.lines())
                .containsExactly(
                        "WARNING WelcomeNotification " + WELCOME.id()
                                + " not delivered in attempt 1, retrying in PT1S: mail server says 451",
                        "WARNING ProfileUpdatedNotification " + UPDATE.id()
                                + " not delivered in attempt 1, retrying in PT1S: mail server says 451");
        log.clear();
        doNothing().when(notifications).sendWelcomeNotification(any(), any(), any());
        deliverDue(Lane.DEFAULT);

        assertThat(log.lines())
                .containsExactly("INFO WelcomeNotification " + WELCOME.id()
                        + " delivered; earlier deliveries of its kind had failed");
    }

    @Test
    void leavesWarningsOfTheCacheToItsAdapter() {
        due(CHANGED);

        deliverDue(Lane.CACHE);

        assertThat(log.lines()).isEmpty();
    }
}
