package dev.stampede.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Addresses of this machine that connections are made from, one for each virtual user in turn. (k6: {@code
 * lib/types/ipblock.go}.) Immutable.
 */
public final class LocalIps {
    private final List<Range> ranges = new ArrayList<>();
    private final String text;

    private LocalIps(String text) {
        this.text = text;
    }

    private record Range(BigInteger first, BigInteger size, int length) {}

    /**
     * Reads a list such as {@code 10.0.0.5,10.0.1.1-10.0.1.9,10.0.2.0/24}. The first and the last address of an IPv4 network
     * of more than two are left out.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static LocalIps parse(String text) {
        LocalIps ips = new LocalIps(text);
        for (String item : text.split(",", -1)) {
            ips.ranges.add(range(item.strip()));
        }
        return ips;
    }

    private static Range range(String item) {
        if (item.contains("/")) {
            return network(AddressBlock.parse(item));
        }
        int dash = item.indexOf('-');
        InetAddress first = IpLiterals.parse(dash < 0 ? item : item.substring(0, dash));
        InetAddress last = IpLiterals.parse(item.substring(dash + 1));
        if (first == null || last == null) {
            throw new IllegalArgumentException(
                    dash < 0 ? item + " is not a valid IP, IP range or CIDR" : "wrong IP range format: " + item);
        }
        int length = first.getAddress().length;
        if (length != last.getAddress().length) {
            throw new IllegalArgumentException("mixed IP range format: " + item);
        }
        BigInteger size =
                IpLiterals.number(last).subtract(IpLiterals.number(first)).add(BigInteger.ONE);
        if (size.signum() <= 0) {
            throw new IllegalArgumentException("negative IP range: " + item);
        }
        return new Range(IpLiterals.number(first), size, length);
    }

    private static Range network(AddressBlock block) {
        int length = block.base().getAddress().length;
        boolean reserved = length == 4 && block.size().compareTo(BigInteger.TWO) > 0;
        return reserved
                ? new Range(block.first().add(BigInteger.ONE), block.size().subtract(BigInteger.TWO), length)
                : new Range(block.first(), block.size(), length);
    }

    /** The address of a virtual user: the first one's for 1 and, as it belongs to none, for 0. */
    public InetAddress of(int user) {
        BigInteger size = ranges.stream().map(Range::size).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger index = BigInteger.valueOf(Math.max(0, user - 1)).mod(size);
        for (Range range : ranges) {
            if (index.compareTo(range.size) < 0) {
                return IpLiterals.address(range.first.add(index), range.length);
            }
            index = index.subtract(range.size);
        }
        throw new AssertionError("beyond the last address");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalIps ips && ips.ranges.equals(ranges);
    }

    @Override
    public int hashCode() {
        return Objects.hash(ranges);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
