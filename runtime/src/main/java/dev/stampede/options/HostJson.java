package dev.stampede.options;

import dev.stampede.http.HostPatterns;
import dev.stampede.http.IpLiterals;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"shop.test": "127.0.0.1", "shop.test:443": "127.0.0.1:8443", "*.example.com": "::1"}}. (k6: {@code
 * lib/types/hosts.go}.)
 */
final class HostJson {
    private static final Pattern WITH_PORT = Pattern.compile("\\[?([^\\[\\]]+?)]?:([0-9]{1,5})");

    private HostJson() {}

    /** Addresses by name or pattern in lower case; null when there are none, which says nothing. */
    static @Nullable Map<String, InetSocketAddress> read(JsonNode node) {
        Map<String, InetSocketAddress> hosts = new LinkedHashMap<>();
        node.members().forEach((name, member) -> {
            String text = member.text();
            InetSocketAddress address = text == null ? null : address(name, text, member);
            if (address != null) {
                hosts.put(name.toLowerCase(Locale.ROOT), address);
            }
        });
        return hosts.isEmpty() ? null : Collections.unmodifiableMap(hosts);
    }

    private static @Nullable InetSocketAddress address(String name, String text, JsonNode node) {
        if (!HostPatterns.isPatternOrWithPort(name)) {
            node.wrong(
                    "invalid host pattern '" + name + "'",
                    "Use a name such as \"shop.test\" or \"shop.test:443\", or a pattern such as \"*.example.com\".");
            return null;
        }
        InetSocketAddress address = parse(text);
        if (address == null) {
            node.wrong(
                    "\"" + text + "\" is not an IP address",
                    "Use one such as \"127.0.0.1\" or \"::1\", or with a port, \"127.0.0.1:8080\" or \"[::1]:8080\".");
        }
        return address;
    }

    private static @Nullable InetSocketAddress parse(String text) {
        InetAddress alone = IpLiterals.parse(text);
        if (alone != null) {
            return new InetSocketAddress(alone, 0);
        }
        Matcher both = WITH_PORT.matcher(text);
        InetAddress address = both.matches() ? IpLiterals.parse(both.group(1)) : null;
        int port = address == null ? -1 : Integer.parseInt(both.group(2));
        return address == null || port > 0xffff ? null : new InetSocketAddress(address, port);
    }

    /** As a file has it, nearly: {@code {shop.test=127.0.0.1}}. */
    static String show(Map<String, InetSocketAddress> hosts) {
        Map<String, String> shown = new LinkedHashMap<>();
        hosts.forEach((name, address) -> shown.put(name, IpLiterals.text(address)));
        return shown.toString();
    }
}
