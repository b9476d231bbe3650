package dev.stampede.proxies;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that no proxy is asked for, as {@code NO_PROXY} names them: hosts with all below them, {@code .domain} (only
 * what is below), addresses, networks ({@code 10.0.0.0/8}), each but the last with a port if need be; {@code *} is
 * everything. This machine never needs to be named. (Go: {@code golang.org/x/net/http/httpproxy}.)
 */
final class NoProxy {
    private static final Pattern IP = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final List<Rule> rules = new ArrayList<>();

    NoProxy(String list) {
        for (String entry : list.toLowerCase(Locale.ROOT).split(",", -1)) {
            Rule rule = rule(entry.strip());
            if (rule != null) {
                rules.add(rule);
            }
        }
    }

    private interface Rule {
        boolean matches(String host, @Nullable InetAddress ip, int port);
    }

    private static @Nullable Rule rule(String entry) {
        if (entry.isEmpty()) {
            return null;
        }
        if (entry.equals("*")) {
            return (host, ip, port) -> true;
        }
        int slash = entry.indexOf('/');
        if (slash >= 0) {
            return network(entry.substring(0, slash), entry.substring(slash + 1));
        }
        String name = entry;
        String port = "";
        int colon = entry.lastIndexOf(':');
        if (colon >= 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']')) {
            name = entry.substring(0, colon);
            port = entry.substring(colon + 1);
        }
        name = bare(name);
        String wanted = port;
        InetAddress address = address(name);
        if (address != null) {
            return (host, ip, its) -> address.equals(ip) && isPort(wanted, its);
        }
        name = name.startsWith("*.") ? name.substring(1) : name;
        if (name.isEmpty()) {
            return null;
        }
        boolean itselfToo = !name.startsWith(".");
        String suffix = itselfToo ? "." + name : name;
        return (host, ip, its) ->
                (host.endsWith(suffix) || (itselfToo && host.equals(suffix.substring(1)))) && isPort(wanted, its);
    }

    private static boolean isPort(String wanted, int port) {
        return wanted.isEmpty() || wanted.equals(Integer.toString(port));
    }

    private static @Nullable Rule network(String base, String bits) {
        InetAddress address = address(base);
        if (address == null || !bits.matches("\\d{1,3}")) {
            return null;
        }
        byte[] bytes = address.getAddress();
        int rest = bytes.length * 8 - Integer.parseInt(bits);
        if (rest < 0) {
            return null;
        }
        BigInteger prefix = new BigInteger(1, bytes).shiftRight(rest);
        return (host, ip, port) -> ip != null
                && ip.getAddress().length == bytes.length
                && new BigInteger(1, ip.getAddress()).shiftRight(rest).equals(prefix);
    }

    /** Whether a host is to be called without a proxy. */
    boolean matches(String name, int port) {
        String host = bare(name.toLowerCase(Locale.ROOT));
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        InetAddress ip = address(host);
        if (host.equals("localhost") || (ip != null && ip.isLoopbackAddress())) {
            return true;
        }
        for (Rule rule : rules) {
            if (rule.matches(host, ip, port)) {
                return true;
            }
        }
        return false;
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Never looks a name up. */
    private static @Nullable InetAddress address(String text) {
        if (!IP.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
