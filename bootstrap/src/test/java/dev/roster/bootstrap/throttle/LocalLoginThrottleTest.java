package dev.roster.bootstrap.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Admitted;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.contract.security.LoginThrottleContract;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.SettableClock;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LocalLoginThrottleTest {

    @Nested
    class LocalThrottleContract extends LoginThrottleContract {
        @Override
        protected Backend<LoginThrottle> emptyBackend(InstantSource clock) {
            return Backend.of(new LocalLoginThrottle(clock));
        }
    }

    @Test
    void limitsEntriesAndDropsOldestFirst() {
        LocalLoginThrottle throttle = new LocalLoginThrottle(new SettableClock());
        String guessed = Unique.email();
        for (int i = 0; i <= LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            throttle.admit(guessed, ClientAddress.UNKNOWN);
        }
        for (int i = 0; i < LocalLoginThrottle.MAX_ENTRIES - 1; i++) {
            throttle.admit(Unique.email(), Unique.clientAddress());
        }

        assertThat(throttle.admit(guessed, ClientAddress.UNKNOWN)).isInstanceOf(Rejected.class);
        for (int i = 0; i < LocalLoginThrottle.MAX_ENTRIES; i++) {
            throttle.admit(Unique.email(), Unique.clientAddress());
        }
        assertThat(throttle.admit(guessed, ClientAddress.UNKNOWN)).isEqualTo(new Admitted());
        assertThat(throttle.size()).isLessThanOrEqualTo(2 * LocalLoginThrottle.MAX_ENTRIES);
    }
}
