package dev.stampede.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** IP addresses as text and as numbers; nothing is ever looked up. */
public final class IpLiterals {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private IpLiterals() {}

    /** The address that a text such as {@code 127.0.0.1} or {@code ::1} is; null when it is none. */
    public static @Nullable InetAddress parse(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** An address with its port as {@code 127.0.0.1:8080} or {@code [::1]:8080}; without it when that is 0. */
    public static String text(InetSocketAddress address) {
        String text = address.getAddress().getHostAddress();
        return address.getPort() == 0 ? text : (text.contains(":") ? "[" + text + "]" : text) + ":" + address.getPort();
    }

    static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    /** The address of a number that fits in so many bytes. */
    static InetAddress address(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] digits = number.toByteArray();
        int count = Math.min(digits.length, length);
        System.arraycopy(digits, digits.length - count, bytes, length - count, count);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(length + " bytes are no address", e);
        }
    }
}
