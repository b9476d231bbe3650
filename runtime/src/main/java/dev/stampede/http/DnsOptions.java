package dev.stampede.http;

import static java.util.Objects.requireNonNull;

import dev.stampede.clock.Durations;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How addresses of hosts are looked up. Immutable. (k6: {@code lib/types/dns.go}, {@code lib/netext/resolver.go}.)
 *
 * @param ttl how long a look-up counts, whatever the record says; zero looks up for each connection. At least zero; default
 *     5 minutes
 * @param select which of several addresses a connection takes; default {@link Select#RANDOM}
 * @param policy which addresses count; default {@link Policy#PREFER_IPV4}
 */
public record DnsOptions(Duration ttl, Select select, Policy policy) {
    /** The {@code ttl} that k6 calls {@code inf}. */
    public static final Duration FOREVER = Duration.ofDays(365);

    /** k6's defaults. */
    public static final DnsOptions DEFAULTS = new DnsOptions(Duration.ofMinutes(5), Select.RANDOM, Policy.PREFER_IPV4);

    public DnsOptions {
        requireNonNull(select, "select");
        requireNonNull(policy, "policy");
        if (ttl.isNegative()) {
            throw new IllegalArgumentException("ttl must not be negative but was " + ttl);
        }
    }

    /** The {@code ttl} as k6 writes it. */
    public String ttlText() {
        return ttl.equals(FOREVER) ? "inf" : Durations.format(ttl);
    }

    /** Which of several addresses a connection takes. */
    public enum Select {
        /** The first that was found. */
        FIRST("first"),
        /** Any. */
        RANDOM("random"),
        /** One after the other. */
        ROUND_ROBIN("roundRobin");

        private final String key;

        Select(String key) {
            this.key = key;
        }

        /** k6's name. */
        public String key() {
            return key;
        }

        /**
         * The one of k6's name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Select parse(String key) {
            return Arrays.stream(values())
                    .filter(one -> one.key.equals(key))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(key + " does not belong to DNSSelect values"));
        }
    }

    /** Which addresses count. */
    public enum Policy {
        /** Those of IPv4; those of IPv6 when there are no others. */
        PREFER_IPV4("preferIPv4"),
        /** Those of IPv6; those of IPv4 when there are no others. */
        PREFER_IPV6("preferIPv6"),
        /** Those of IPv4. */
        ONLY_IPV4("onlyIPv4"),
        /** Those of IPv6. */
        ONLY_IPV6("onlyIPv6"),
        /** All. */
        ANY("any");

        private final String key;

        Policy(String key) {
            this.key = key;
        }

        /** k6's name. */
        public String key() {
            return key;
        }

        /**
         * The one of k6's name.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Policy parse(String key) {
            return Arrays.stream(values())
                    .filter(one -> one.key.equals(key))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(key + " does not belong to DNSPolicy values"));
        }

        /** Those of the addresses that count, in their order; may be none. */
        public List<InetAddress> of(List<InetAddress> addresses) {
            List<InetAddress> four =
                    addresses.stream().filter(Inet4Address.class::isInstance).toList();
            List<InetAddress> six = addresses.stream()
                    .filter(one -> !(one instanceof Inet4Address))
                    .toList();
            return switch (this) {
                case PREFER_IPV4 -> four.isEmpty() ? six : four;
                case PREFER_IPV6 -> six.isEmpty() ? four : six;
                case ONLY_IPV4 -> four;
                case ONLY_IPV6 -> six;
                case ANY -> addresses;
            };
        }
    }
}
