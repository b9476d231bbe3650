package dev.stampede.http.okhttp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.Dns;

/**
 * Finds one address for a host, as k6 does with its default settings: IPv4 before IPv6, one of several at random for each
 * connection, what was looked up kept for 5 minutes. (k6: {@code lib/netext/resolver.go}.) Thread-safe.
 */
final class SingleAddressDns implements Dns {
    private static final long TTL_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Map<String, Found> known = new ConcurrentHashMap<>();

    private record Found(List<InetAddress> addresses, long nanos) {}

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        Found found = known.get(host);
        if (found == null || System.nanoTime() - found.nanos() > TTL_NANOS) {
            found = new Found(preferred(InetAddress.getAllByName(host)), System.nanoTime());
            known.put(host, found);
        }
        List<InetAddress> addresses = found.addresses();
        return List.of(addresses.get(ThreadLocalRandom.current().nextInt(addresses.size())));
    }

    private static List<InetAddress> preferred(InetAddress[] all) {
        List<InetAddress> v4 =
                Stream.of(all).filter(Inet4Address.class::isInstance).toList();
        return v4.isEmpty() ? List.of(all) : v4;
    }
}
