package dev.stampede.http;

import java.math.BigInteger;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A network, such as {@code 10.0.0.0/8} or {@code fd00::/8}. Immutable.
 *
 * @param base an address in it
 * @param bits how many bits at its start are the same for all, up to 32 or 128
 */
public record AddressBlock(InetAddress base, int bits) {
    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none; the message is k6's
     */
    public static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base = slash < 0 ? null : IpLiterals.parse(text.substring(0, slash));
        String bits = text.substring(slash + 1);
        if (base == null || !bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > width(base)) {
            throw new IllegalArgumentException("failed to parse CIDR '" + text + "': invalid CIDR address: " + text);
        }
        return new AddressBlock(base, Integer.parseInt(bits));
    }

    /** Whether an address is in it. */
    public boolean contains(InetAddress address) {
        return address.getAddress().length == base.getAddress().length
                && prefix(address).equals(prefix(base));
    }

    /** The first address, as a number. */
    BigInteger first() {
        return prefix(base).shiftLeft(width(base) - bits);
    }

    /** How many addresses are in it. */
    BigInteger size() {
        return BigInteger.ONE.shiftLeft(width(base) - bits);
    }

    private BigInteger prefix(InetAddress address) {
        return IpLiterals.number(address).shiftRight(width(base) - bits);
    }

    private static int width(@Nullable InetAddress address) {
        return address == null ? 0 : address.getAddress().length * 8;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }
}
