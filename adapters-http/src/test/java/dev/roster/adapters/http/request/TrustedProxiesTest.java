package dev.roster.adapters.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1                | 127.0.0.1                  | 127.0.0.2",
                "10.0.0.0/8               | 10.255.255.255             | 11.0.0.0",
                "10.1.2.3/8               | 10.0.0.0                   | 9.255.255.255",
                "2001:db8:0:ffff::1/49    | 2001:db8:0:8000::          | 2001:db8:0:7fff::1",
                "192.168.4.0/22           | 192.168.7.255              | 192.168.8.0",
                "192.168.4.0/31           | 192.168.4.1                | 192.168.4.2",
                "192.168.4.0/32           | 192.168.4.0                | 192.168.4.1",
                "0.0.0.0/0                | 8.8.8.8                    | ::8",
                "::1                      | 0:0:0:0:0:0:0:1            | ::2",
                "::/0                     | 2001:db8::1                | 127.0.0.1",
                "2001:db8:0:8000::/49     | 2001:db8:0:ffff::1         | 2001:db8:0:7fff::1",
                "fe80::/10                | febf::1                    | fec0::1",
                "::ffff:10.0.0.1          | 10.0.0.1                   | 10.0.0.2",
                "10.0.0.1                 | ::ffff:a00:1               | ::a00:1",
                "10.0.0.0/8, ::1,1.2.3.4  | ::1                        | ::2",
                "' 10.0.0.0/8 ,::1'       | 10.9.8.7                   | 1.2.3.4",
            })
    void containsAddressesInRange(String list, String inside, String outside) {
        TrustedProxies proxies = TrustedProxies.parse(list);

        assertThat(proxies.contains(IpAddresses.parse(inside).orElseThrow())).isTrue();
        assertThat(proxies.contains(IpAddresses.parse(outside).orElseThrow())).isFalse();
        assertThat(TrustedProxies.parse(proxies.toString())).hasToString(proxies.toString());
    }

    @Test
    void blankListTrustsNoProxy() {
        for (TrustedProxies none : new TrustedProxies[] {TrustedProxies.NONE, TrustedProxies.parse("  ")}) {
            assertThat(none.contains(IpAddresses.parse("127.0.0.1").orElseThrow()))
                    .isFalse();
            assertThat(none).hasToString("");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "proxy.example.com",
                "10.0.0.1,",
                ",",
                "10.0.0.1 10.0.0.2",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "/8",
                "10.0.0",
                "10",
                "167772161",
                "010.0.0.1",
                "256.0.0.1",
                "0x0a.0.0.1",
                "::1/129",
                "::1/x",
                "::1/99999999999",
                ":::",
                "1:2:3:4:5:6:7:8:9",
                "fe80::1%eth0",
                "[::1]",
                "::ffff:10.0.0.0/104",
                "١٠.0.0.1"
            })
    void rejectsMalformedRange(String list) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.parse(list))
                .withMessageContaining("neither an IP address nor a range");
    }
}
