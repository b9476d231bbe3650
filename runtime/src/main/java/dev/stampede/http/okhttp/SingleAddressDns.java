package dev.stampede.http.okhttp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Finds one address for a host, as k6 does with its default settings: IPv4 before IPv6, one of several at random for each
 * connection, what was looked up kept for 5 minutes; some hosts have addresses of their own instead. (k6: {@code
 * lib/netext/resolver.go}, {@code lib/types/hosts.go}.) Thread-safe.
 */
final class SingleAddressDns implements Dns {
    private static final long TTL_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Map<String, Found> known = new ConcurrentHashMap<>();

    private final Map<String, InetAddress> own;

    /** Looks up all hosts but these names and patterns, such as {@code *.example.com}, which have addresses already. */
    SingleAddressDns(Map<String, InetAddress> own) {
        this.own = own;
    }

    private record Found(List<InetAddress> addresses, long nanos) {}

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        InetAddress given = own.isEmpty() ? null : own(host.toLowerCase(Locale.ROOT));
        if (given != null) {
            return List.of(given);
        }
        Found found = known.get(host);
        if (found == null || System.nanoTime() - found.nanos() > TTL_NANOS) {
            found = new Found(preferred(InetAddress.getAllByName(host)), System.nanoTime());
            known.put(host, found);
        }
        List<InetAddress> addresses = found.addresses();
        return List.of(addresses.get(ThreadLocalRandom.current().nextInt(addresses.size())));
    }

    /** By the name itself, else by the longest pattern that fits. */
    private @Nullable InetAddress own(String host) {
        InetAddress exact = own.get(host);
        int dot = host.indexOf('.');
        while (exact == null && dot >= 0) {
            exact = own.get("*" + host.substring(dot));
            dot = host.indexOf('.', dot + 1);
        }
        return exact;
    }

    private static List<InetAddress> preferred(InetAddress[] all) {
        List<InetAddress> v4 =
                Stream.of(all).filter(Inet4Address.class::isInstance).toList();
        return v4.isEmpty() ? List.of(all) : v4;
    }
}
