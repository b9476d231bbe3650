package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.http.AddressBlock;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.IpLiterals;
import dev.stampede.http.LookupException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The order in which it is decided where a connection leads. */
class AddressesTest {
    private static final InetAddress FOUND = address("127.0.8.1");
    private static final InetAddress ONE = address("127.0.9.1");
    private static final InetAddress TWO = address("127.0.9.2");
    private static final InetAddress THREE = address("127.0.9.3");

    private final List<String> lookedUp = new ArrayList<>();

    private Addresses addresses(HttpOptions.Builder options) {
        return new Addresses(options.build(), host -> {
            lookedUp.add(host);
            return List.of(FOUND);
        });
    }

    private static InetAddress address(String text) {
        return Objects.requireNonNull(IpLiterals.parse(text));
    }

    private static InetSocketAddress any(InetAddress address) {
        return new InetSocketAddress(address, 0);
    }

    /** As OkHttp does it: a look-up unless it is an address, then a socket that connects. */
    private static InetSocketAddress dialled(Addresses addresses, String host, int port) throws Exception {
        boolean literal = host.matches("[0-9.]+");
        InetAddress found = literal ? address(host) : addresses.lookup(host).getFirst();
        return addresses.target(new InetSocketAddress(found, port));
    }

    @Test
    void hosts_areFoundByNameThenByTheLongestPattern() throws Exception {
        Addresses addresses = addresses(HttpOptions.builder()
                .hosts(Map.of("*.invalid", any(ONE), "*.shop.invalid", any(TWO), "a.shop.invalid", any(THREE))));

        assertThat(addresses.lookup("A.shop.invalid")).containsExactly(THREE);
        assertThat(addresses.lookup("b.shop.invalid")).containsExactly(TWO);
        assertThat(addresses.lookup("shop.invalid")).containsExactly(ONE);
        assertThat(lookedUp).isEmpty();
        assertThat(addresses.lookup("elsewhere.test")).containsExactly(FOUND);
        assertThat(addresses.lookup("elsewhere.test").getFirst().getHostName()).isEqualTo("elsewhere.test");
    }

    @Test
    void hosts_withAPortComeBeforeThoseWithout_andMayChangeIt() throws Exception {
        Addresses addresses = addresses(HttpOptions.builder()
                .hosts(Map.of(
                        "shop.test:443", new InetSocketAddress(ONE, 8443),
                        "shop.test", new InetSocketAddress(TWO, 8080),
                        "*.cdn.test:80", any(THREE),
                        "10.1.1.1:80", new InetSocketAddress(ONE, 81))));

        assertThat(dialled(addresses, "shop.test", 443)).isEqualTo(new InetSocketAddress(ONE, 8443));
        assertThat(dialled(addresses, "shop.test", 80)).isEqualTo(new InetSocketAddress(TWO, 8080));
        assertThat(dialled(addresses, "a.cdn.test", 80)).isEqualTo(new InetSocketAddress(THREE, 80));
        assertThat(dialled(addresses, "10.1.1.1", 80)).isEqualTo(new InetSocketAddress(ONE, 81));
        assertThat(dialled(addresses, "10.1.1.1", 82)).isEqualTo(new InetSocketAddress(address("10.1.1.1"), 82));
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void hosts_forAnotherPort_areLookedUp() throws Exception {
        Addresses addresses = addresses(HttpOptions.builder().hosts(Map.of("shop.test:443", any(ONE))));

        assertThat(dialled(addresses, "shop.test", 80)).isEqualTo(new InetSocketAddress(FOUND, 80));
        assertThat(lookedUp).containsExactly("shop.test");
    }

    @Test
    void blockedHostnames_comeBeforeHosts() {
        Addresses addresses = addresses(HttpOptions.builder()
                .hosts(Map.of("shop.test", any(ONE)))
                .blockHostnames(List.of("*.ads.test", "Shop.test")));

        assertThatThrownBy(() -> addresses.lookup("shop.test"))
                .isInstanceOf(LookupException.class)
                .hasMessage("hostname is blocked");
        assertThatThrownBy(() -> addresses.lookup("A.Ads.test")).hasMessage("hostname is blocked");
        assertThat(lookedUp).isEmpty();
    }

    @Test
    void blacklistedIps_areThoseOfTheConnection() throws Exception {
        Addresses addresses = addresses(HttpOptions.builder()
                .hosts(Map.of("shop.test", any(ONE), "127.0.8.7", any(TWO)))
                .blacklistIps(List.of(AddressBlock.parse("127.0.8.0/24"))));

        assertThat(dialled(addresses, "shop.test", 80)).isEqualTo(new InetSocketAddress(ONE, 80));
        assertThat(dialled(addresses, "127.0.8.7", 80)).isEqualTo(new InetSocketAddress(TWO, 80));
        for (String host : List.of("elsewhere.test", "127.0.8.200")) {
            assertThatThrownBy(() -> dialled(addresses, host, 80))
                    .isInstanceOf(LookupException.class)
                    .hasMessage("ip is blacklisted");
        }
    }
}
