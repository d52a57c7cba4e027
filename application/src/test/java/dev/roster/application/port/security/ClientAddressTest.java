package dev.roster.application.port.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64",
        "2001:db8:1:2::, 2001:db8:1:2::/64",
        "2001:db8::1, 2001:db8:0:0::/64",
        "::1, 0:0:0:0::/64",
        "fe80::1%1, fe80:0:0:0::/64"
    })
    void mapsAddressToNetwork(String written, String network) throws UnknownHostException {
        ClientAddress address = new ClientAddress(InetAddress.getByName(written).getHostAddress());

        assertThat(address.isKnown()).isTrue();
        assertThat(address.network()).isEqualTo(network);
    }

    @Test
    void groupsIpv6AddressesByNetwork() {
        ClientAddress first = new ClientAddress("2001:db8:1:2:0:0:0:1");

        assertThat(new ClientAddress("2001:db8:1:2:ffff:ffff:ffff:ffff").network())
                .isEqualTo(first.network());
        assertThat(new ClientAddress("2001:db8:1:3:0:0:0:1").network()).isNotEqualTo(first.network());
        assertThat(new ClientAddress("192.0.2.1").network()).isNotEqualTo(new ClientAddress("192.0.2.2").network());
    }

    @Test
    void treatsEmptyAddressAsUnknown() {
        assertThat(ClientAddress.UNKNOWN).isEqualTo(new ClientAddress("")).hasToString("");
        assertThat(ClientAddress.UNKNOWN.isKnown()).isFalse();
        assertThat(ClientAddress.UNKNOWN.network()).isEmpty();
    }

    @Test
    void rejectsTooLongAddress() {
        String longest = "f".repeat(ClientAddress.MAX_LENGTH);

        assertThat(new ClientAddress(longest)).hasToString(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientAddress(longest + "f"));
        assertThatNullPointerException().isThrownBy(() -> new ClientAddress(null));
    }
}
