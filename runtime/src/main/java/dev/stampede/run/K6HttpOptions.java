package dev.stampede.run;

import dev.stampede.http.AddressBlock;
import dev.stampede.http.DnsOptions;
import dev.stampede.http.HttpDebug;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.IpLiterals;
import dev.stampede.http.TlsOptions;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What of the options concerns HTTP, in the shape of k6's JSON. Keys of {@code tlsAuth} are secret, so it is left out. */
final class K6HttpOptions {
    private static final HttpOptions STANDARD = HttpOptions.DEFAULTS;

    private K6HttpOptions() {}

    /** Writes them: null for what is the default. */
    static void write(HttpOptions http, Map<String, @Nullable Object> json) {
        json.put("userAgent", given(http.userAgent(), STANDARD.userAgent()));
        json.put("maxRedirects", given(http.maxRedirects(), STANDARD.maxRedirects()));
        json.put("batch", given(http.batch(), STANDARD.batch()));
        json.put("batchPerHost", given(http.batchPerHost(), STANDARD.batchPerHost()));
        json.put("rps", given(http.rps(), STANDARD.rps()));
        json.put("throw", given(http.throwOnError(), false));
        json.put("discardResponseBodies", given(http.discardResponseBodies(), false));
        json.put("noCookiesReset", given(http.noCookiesReset(), false));
        json.put("noConnectionReuse", given(http.noConnectionReuse(), false));
        json.put("noVUConnectionReuse", given(http.noVuConnectionReuse(), false));
        json.put("insecureSkipTLSVerify", given(http.insecureSkipTlsVerify(), false));
        json.put(
                "httpDebug",
                http.debug() == HttpDebug.OFF ? null : http.debug().name().toLowerCase(Locale.ROOT));
        json.put("dns", dns(http.dns()));
        json.put("hosts", http.hosts().isEmpty() ? null : hosts(http.hosts()));
        json.put("blockHostnames", given(http.blockHostnames(), List.of()));
        json.put(
                "blacklistIPs",
                http.blacklistIps().isEmpty()
                        ? null
                        : http.blacklistIps().stream()
                                .map(AddressBlock::toString)
                                .toList());
        json.put("tlsCipherSuites", given(http.handshake().cipherSuites(), List.of()));
        json.put("tlsVersion", versions(http.handshake().versions()));
    }

    private static @Nullable Object given(Object value, Object standard) {
        return value.equals(standard) ? null : value;
    }

    private static Map<String, @Nullable Object> dns(DnsOptions dns) {
        DnsOptions standard = DnsOptions.DEFAULTS;
        Map<String, @Nullable Object> all = new TreeMap<>();
        all.put("ttl", given(dns.ttlText(), standard.ttlText()));
        all.put("select", given(dns.select().key(), standard.select().key()));
        all.put("policy", given(dns.policy().key(), standard.policy().key()));
        return all;
    }

    private static Map<String, String> hosts(Map<String, InetSocketAddress> hosts) {
        Map<String, String> all = new TreeMap<>();
        hosts.forEach((name, address) -> all.put(name, IpLiterals.text(address)));
        return all;
    }

    private static @Nullable Map<String, String> versions(TlsOptions.@Nullable Versions versions) {
        return versions == null
                ? null
                : new TreeMap<>(Map.of(
                        "min", TlsOptions.Versions.name(versions.min()),
                        "max", TlsOptions.Versions.name(versions.max())));
    }
}
