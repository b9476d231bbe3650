package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.http.DnsOptions;
import dev.stampede.http.DnsOptions.Policy;
import dev.stampede.http.DnsOptions.Select;
import dev.stampede.http.IpLiterals;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverTest {
    private static final List<String> BOTH = List.of("::1", "127.0.0.1", "::2", "127.0.0.2", "127.0.0.3");

    private final List<String> lookedUp = new ArrayList<>();
    private List<String> answer = BOTH;
    private long now;

    private Resolver resolver(Duration ttl, Select select, Policy policy) {
        return new Resolver(
                new DnsOptions(ttl, select, policy),
                host -> {
                    lookedUp.add(host);
                    List<InetAddress> all = new ArrayList<>();
                    for (String one : answer) {
                        all.add(Objects.requireNonNull(IpLiterals.parse(one)));
                    }
                    return all;
                },
                () -> now);
    }

    private static String next(Resolver resolver, String host) throws UnknownHostException {
        return resolver.one(host).getHostAddress().replace("0:0:0:0:0:0:0:", "::");
    }

    @Test
    void firstAndRoundRobin_areDecidedForEachConnection() throws Exception {
        Resolver first = resolver(Duration.ofMinutes(5), Select.FIRST, Policy.PREFER_IPV4);
        Resolver inTurn = resolver(Duration.ofMinutes(5), Select.ROUND_ROBIN, Policy.PREFER_IPV4);

        assertThat(List.of(next(first, "a"), next(first, "a"))).containsExactly("127.0.0.1", "127.0.0.1");
        assertThat(List.of(next(inTurn, "a"), next(inTurn, "a"), next(inTurn, "b"), next(inTurn, "a")))
                .containsExactly("127.0.0.1", "127.0.0.2", "127.0.0.1", "127.0.0.3");
        assertThat(next(inTurn, "a")).isEqualTo("127.0.0.1");
        assertThat(lookedUp).containsExactly("a", "a", "b");
    }

    @Test
    void random_takesEachSooner_orLater() throws Exception {
        Resolver random = resolver(Duration.ofMinutes(5), Select.RANDOM, Policy.PREFER_IPV4);
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 1000 && taken.size() < 3; i++) {
            taken.add(next(random, "a"));
        }
        assertThat(taken).containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2", "127.0.0.3");
    }

    @ParameterizedTest
    @CsvSource({
        "PREFER_IPV4, 127.0.0.1, ::1, 127.0.0.1",
        "PREFER_IPV6, ::1, ::1, 127.0.0.1",
        "ONLY_IPV4, 127.0.0.1, none, 127.0.0.1",
        "ONLY_IPV6, ::1, ::1, none",
        "ANY, ::1, ::1, 127.0.0.1"
    })
    void policy_saysWhichCount(Policy policy, String ofBoth, String ofSix, String ofFour) throws Exception {
        Resolver resolver = resolver(Duration.ZERO, Select.FIRST, policy);
        assertThat(next(resolver, "h")).isEqualTo(ofBoth);
        answer = List.of("::1");
        assertThat(nextOrNone(resolver)).isEqualTo(ofSix);
        answer = List.of("127.0.0.1");
        assertThat(nextOrNone(resolver)).isEqualTo(ofFour);
    }

    private static String nextOrNone(Resolver resolver) {
        try {
            return next(resolver, "h");
        } catch (UnknownHostException e) {
            assertThat(e).hasMessage("lookup h: no such host");
            return "none";
        }
    }

    @Test
    void found_countsForItsTimeAndNoLonger() throws Exception {
        Resolver resolver = resolver(Duration.ofSeconds(3), Select.FIRST, Policy.ANY);
        next(resolver, "a");
        now = Duration.ofSeconds(3).toNanos() - 1;
        next(resolver, "a");
        assertThat(lookedUp).containsExactly("a");
        now++;
        answer = List.of("127.0.0.9");
        assertThat(next(resolver, "a")).isEqualTo("127.0.0.9");
        assertThat(lookedUp).containsExactly("a", "a");
    }

    @Test
    void zero_looksUpForEachConnection_andForEverOnlyOnce() throws Exception {
        Resolver never = resolver(Duration.ZERO, Select.FIRST, Policy.ANY);
        next(never, "a");
        next(never, "a");
        assertThat(lookedUp).hasSize(2);
        Resolver ever = resolver(DnsOptions.FOREVER, Select.FIRST, Policy.ANY);
        next(ever, "a");
        now = Duration.ofDays(364).toNanos();
        next(ever, "a");
        assertThat(lookedUp).hasSize(3);
    }

    @Test
    void failures_areNotKept() throws Exception {
        Resolver resolver = new Resolver(
                DnsOptions.DEFAULTS,
                host -> {
                    lookedUp.add(host);
                    throw new UnknownHostException(host + ": Temporary failure in name resolution");
                },
                () -> now);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> resolver.one("h")).hasMessage("lookup h: Temporary failure in name resolution");
        }
        assertThat(lookedUp).hasSize(2);
    }

    @Test
    void timeBelowTheJvmsOwn_isWarnedOf() throws Exception {
        assertThat(Logged.by(Resolver.class.getName(), () -> {
                    Resolver unused = new Resolver(
                            new DnsOptions(Duration.ZERO, Select.FIRST, Policy.ANY),
                            Resolver.Source.JVM,
                            System::nanoTime);
                    Resolver unusedToo = new Resolver(DnsOptions.DEFAULTS, Resolver.Source.JVM, System::nanoTime);
                }))
                .containsExactly(
                        "WARNING dns: addresses are to be kept for 0s, but Java itself keeps them for 30 s. Start"
                                + " the JVM with -Dsun.net.inetaddr.ttl=0.");
    }
}
