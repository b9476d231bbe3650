package dev.stampede.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "127.0.0.5/32, 127.0.0.5, true",
        "127.0.0.5/32, 127.0.0.4, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdab::1, true",
        "fd00::/8, fe00::1, false"
    })
    void networks_containTheirAddresses(String block, String address, boolean in) {
        assertThat(AddressBlock.parse(block).contains(Objects.requireNonNull(IpLiterals.parse(address))))
                .isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/x", "shop.test/8", "fd00::/129", ""})
    void whatIsNoNetwork_isSaid(String text) {
        assertThatThrownBy(() -> AddressBlock.parse(text))
                .hasMessage("failed to parse CIDR '" + text + "': invalid CIDR address: " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "'10.0.0.5', '10.0.0.5 10.0.0.5 10.0.0.5'",
        "'10.0.0.5,10.0.1.1-10.0.1.2', '10.0.0.5 10.0.1.1 10.0.1.2 10.0.0.5'",
        "'10.0.2.0/30', '10.0.2.1 10.0.2.2 10.0.2.1'",
        "'10.0.2.6/31', '10.0.2.6 10.0.2.7 10.0.2.6'",
        "'10.0.2.6/32', '10.0.2.6 10.0.2.6'",
        "'fd00::/127', 'fd00:0:0:0:0:0:0:0 fd00:0:0:0:0:0:0:1 fd00:0:0:0:0:0:0:0'"
    })
    void localIps_goToUsersInTurn(String text, String expected) {
        String[] each = expected.split(" ");
        LocalIps ips = LocalIps.parse(text);
        assertThat(IntStream.rangeClosed(1, each.length)
                        .mapToObj(user -> ips.of(user).getHostAddress()))
                .containsExactly(each);
        assertThat(ips.of(0).getHostAddress()).isEqualTo(each[0]);
        assertThat(ips).hasToString(text);
    }

    @Test
    void localIpsThatAreNone_areSaid() {
        assertThatThrownBy(() -> LocalIps.parse("x")).hasMessage("x is not a valid IP, IP range or CIDR");
        assertThatThrownBy(() -> LocalIps.parse("10.0.0.1-x")).hasMessage("wrong IP range format: 10.0.0.1-x");
        assertThatThrownBy(() -> LocalIps.parse("10.0.0.1-::1")).hasMessage("mixed IP range format: 10.0.0.1-::1");
        assertThatThrownBy(() -> LocalIps.parse("10.0.0.2-10.0.0.1"))
                .hasMessage("negative IP range: 10.0.0.2-10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.test, true, true",
        "*.shop.test, true, true",
        "*shop.test, true, true",
        "*, true, true",
        "shop.test:443, false, true",
        "*.shop.test:443, false, true",
        "shop.*, false, false",
        "a.*.test, false, false",
        "'', false, false",
        "-a.test, false, false"
    })
    void hostPatterns_haveWildcardsAtTheStartOnly(String text, boolean alone, boolean withPort) {
        assertThat(HostPatterns.isPattern(text)).isEqualTo(alone);
        assertThat(HostPatterns.isPatternOrWithPort(text)).isEqualTo(withPort);
    }
}
