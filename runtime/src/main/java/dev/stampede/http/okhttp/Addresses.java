package dev.stampede.http.okhttp;

import dev.stampede.http.AddressBlock;
import dev.stampede.http.HostPatterns;
import dev.stampede.http.HttpOptions;
import dev.stampede.http.IpLiterals;
import dev.stampede.http.LookupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where connections lead: first {@code blockHostnames} is asked, then {@code hosts}, then {@code dns}, and the address that
 * comes of it must be in none of {@code blacklistIPs}. (k6: {@code lib/netext/dialer.go}.)
 *
 * <p>OkHttp asks for the addresses of a name, without a port, and never for those of an address. So what concerns ports and
 * addresses is decided when a socket connects. Thread-safe; shared by the virtual users of a run.
 */
final class Addresses implements Dns {
    private final HostPatterns<Boolean> blocked;
    private final Hosts hosts;
    private final List<AddressBlock> blacklist;
    private final Resolver resolver;

    /** As the options say. */
    Addresses(HttpOptions options, Resolver.Source source) {
        this.blocked = new HostPatterns<>(
                options.blockHostnames().stream().distinct().collect(Collectors.toMap(name -> name, name -> true)));
        this.hosts = new Hosts(options.hosts());
        this.blacklist = options.blacklistIps();
        this.resolver = new Resolver(options.dns(), source, System::nanoTime);
    }

    /** Whether connections may lead elsewhere than OkHttp thinks. */
    boolean mayDiffer() {
        return !hosts.isEmpty();
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        if (blocked.match(host) != null) {
            throw LookupException.blockedHostname();
        }
        InetSocketAddress own = hosts.forAnyPort(host);
        if (own == null) {
            own = hosts.forSomePort(host); // which it is shows when the socket connects
        }
        InetAddress found = own != null ? own.getAddress() : resolver.one(host);
        // with its name, which says what was asked for when the socket connects
        return List.of(InetAddress.getByAddress(host, found.getAddress()));
    }

    /** The same for a URL, with its port; an address is not looked up. */
    InetSocketAddress of(HttpUrl url) throws UnknownHostException {
        InetAddress literal = IpLiterals.parse(url.host());
        InetAddress address = literal != null ? literal : lookup(url.host()).getFirst();
        return new InetSocketAddress(address, url.port());
    }

    /**
     * Where a socket is to connect to.
     *
     * @param asked what {@link #lookup} found, or an address that needed no look-up, and the URL's port
     */
    InetSocketAddress target(InetSocketAddress asked) throws IOException {
        InetSocketAddress target = hosts.isEmpty() ? asked : own(asked);
        for (AddressBlock block : blacklist) {
            if (block.contains(target.getAddress())) {
                throw LookupException.blacklistedIp();
            }
        }
        return target;
    }

    private InetSocketAddress own(InetSocketAddress asked) throws IOException {
        String host = asked.getHostString();
        int port = asked.getPort();
        InetSocketAddress own = hosts.forPort(host, port);
        if (own == null) {
            own = hosts.forAnyPort(host);
        }
        if (own != null) {
            return new InetSocketAddress(own.getAddress(), own.getPort() == 0 ? port : own.getPort());
        }
        return hosts.forSomePort(host) == null || IpLiterals.parse(host) != null
                ? asked
                : new InetSocketAddress(resolver.one(host), port);
    }

    /** What the option {@code hosts} says, by port. */
    private static final class Hosts {
        private final HostPatterns<InetSocketAddress> anyPort;
        private final Map<Integer, HostPatterns<InetSocketAddress>> byPort;

        Hosts(Map<String, InetSocketAddress> all) {
            Map<String, InetSocketAddress> withoutPort = new LinkedHashMap<>();
            Map<Integer, Map<String, InetSocketAddress>> withPort = new LinkedHashMap<>();
            all.forEach((pattern, address) -> {
                int colon = pattern.lastIndexOf(':');
                if (colon < 0) {
                    withoutPort.put(pattern, address);
                } else {
                    withPort.computeIfAbsent(
                                    Integer.valueOf(pattern.substring(colon + 1)), port -> new LinkedHashMap<>())
                            .put(pattern.substring(0, colon), address);
                }
            });
            this.anyPort = new HostPatterns<>(withoutPort);
            this.byPort = withPort.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, one -> new HostPatterns<>(one.getValue())));
        }

        boolean isEmpty() {
            return anyPort.isEmpty() && byPort.isEmpty();
        }

        @Nullable
        InetSocketAddress forAnyPort(String host) {
            return anyPort.match(host);
        }

        @Nullable
        InetSocketAddress forPort(String host, int port) {
            HostPatterns<InetSocketAddress> patterns = byPort.get(port);
            return patterns == null ? null : patterns.match(host);
        }

        @Nullable
        InetSocketAddress forSomePort(String host) {
            for (HostPatterns<InetSocketAddress> patterns : byPort.values()) {
                InetSocketAddress own = patterns.match(host);
                if (own != null) {
                    return own;
                }
            }
            return null;
        }
    }
}
