package dev.stampede.http.okhttp;

import dev.stampede.clock.Durations;
import dev.stampede.http.DnsOptions;
import dev.stampede.http.LookupException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Looks up one address for each connection. What was found is kept for as long as the options say, by host, for all virtual
 * users of a run; which of the addresses is taken is decided each time. (k6: {@code lib/netext/resolver.go}.) Thread-safe.
 */
final class Resolver {
    private static final System.Logger logger = System.getLogger(Resolver.class.getName());
    private static final String JVM_TTL = "networkaddress.cache.ttl";
    private static final int JVM_TTL_SECONDS = 30;

    private final DnsOptions options;
    private final Source source;
    private final LongSupplier nanoTime;
    private final Map<String, Found> known = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    Resolver(DnsOptions options, Source source, LongSupplier nanoTime) {
        this.options = options;
        this.source = source;
        this.nanoTime = nanoTime;
        if (source == Source.JVM) {
            warnOfTheJvmsOwnCache(options.ttl());
        }
    }

    /** Knows all addresses of a host. */
    @FunctionalInterface
    interface Source {
        /** Java's own: the system's way to look up names. */
        Source JVM = host -> List.of(InetAddress.getAllByName(host));

        /** All addresses, at least one. */
        List<InetAddress> all(String host) throws UnknownHostException;
    }

    private record Found(List<InetAddress> addresses, long nanos) {}

    /** Java keeps addresses, too, below this; how long can only be said when it is started. */
    private static void warnOfTheJvmsOwnCache(Duration ttl) {
        String property = System.getProperty("sun.net.inetaddr.ttl", Security.getProperty(JVM_TTL));
        int seconds =
                property != null && property.matches("-?[0-9]{1,9}") ? Integer.parseInt(property) : JVM_TTL_SECONDS;
        if (seconds < 0 || ttl.compareTo(Duration.ofSeconds(seconds)) < 0) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "dns: addresses are to be kept for " + Durations.format(ttl) + ", but Java itself keeps them "
                            + (seconds < 0 ? "for ever" : "for " + seconds + " s")
                            + ". Start the JVM with -Dsun.net.inetaddr.ttl=0.");
        }
    }

    /** The address of the next connection to a host. */
    InetAddress one(String host) throws UnknownHostException {
        List<InetAddress> addresses = addresses(host);
        int count = addresses.size();
        if (count == 0) {
            throw LookupException.noAddressLeft(host);
        }
        return switch (options.select()) {
            case FIRST -> addresses.getFirst();
            case RANDOM -> addresses.get(ThreadLocalRandom.current().nextInt(count));
            case ROUND_ROBIN ->
                addresses.get(Math.floorMod(
                        turns.computeIfAbsent(host, none -> new AtomicInteger()).getAndIncrement(), count));
        };
    }

    private List<InetAddress> addresses(String host) throws UnknownHostException {
        Found found = known.get(host);
        if (found == null
                || nanoTime.getAsLong() - found.nanos() >= options.ttl().toNanos()) {
            found = new Found(options.policy().of(all(host)), nanoTime.getAsLong());
            known.put(host, found);
        }
        return found.addresses();
    }

    private List<InetAddress> all(String host) throws UnknownHostException {
        try {
            return source.all(host);
        } catch (UnknownHostException e) {
            // as the C library says that no server answered, which is not to say that there is no such host
            throw String.valueOf(e.getMessage()).contains("Temporary failure")
                    ? LookupException.unanswered(host, e)
                    : e;
        }
    }
}
