package dev.roster.bootstrap.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Admitted;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.testkit.data.Unique;
import dev.roster.testkit.fake.SettableClock;
import org.junit.jupiter.api.Test;

class ThrottleWithoutClientsTest {

    private final LoginThrottle throttle = new ThrottleWithoutClients(new LocalLoginThrottle(new SettableClock()));

    @Test
    void limitsAccountsButNoClients() {
        ClientAddress client = Unique.clientAddress();
        for (int i = 0; i <= LoginThrottle.ATTEMPTS_PER_MINUTE; i++) {
            assertThat(throttle.admit(Unique.email(), client)).isEqualTo(new Admitted());
            assertThat(throttle.admitRequest("kind", 1, client)).isEqualTo(new Admitted());
        }
        String account = Unique.email();

        for (int i = 0; i < LoginThrottle.FAILURES_BEFORE_PAUSE; i++) {
            assertThat(throttle.admit(account, client)).isEqualTo(new Admitted());
        }

        assertThat(throttle.admit(account, client)).isInstanceOf(Rejected.class);
        throttle.release(account);
        assertThat(throttle.admit(account, client)).isEqualTo(new Admitted());
        throttle.clear(account);
        assertThat(throttle.admit(account, client)).isEqualTo(new Admitted());
    }
}
