package dev.stampede.options;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"shop.test": "127.0.0.1", "*.example.com": "::1"}}. (k6: {@code lib/types/hosts.go}.) */
final class HostJson {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*");
    private static final Pattern WITH_PORT = Pattern.compile("(\\[.*]|[^:]*):\\d+");
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[^*:\\s]+");

    private HostJson() {}

    /** Addresses by name or pattern in lower case; null when there are none, which says nothing. */
    static @Nullable Map<String, InetAddress> read(JsonNode node) {
        Map<String, InetAddress> hosts = new LinkedHashMap<>();
        node.members().forEach((name, member) -> {
            String text = member.text();
            InetAddress address = text == null ? null : address(name, text, member);
            if (address != null) {
                hosts.put(name.toLowerCase(Locale.ROOT), address);
            }
        });
        return hosts.isEmpty() ? null : Collections.unmodifiableMap(hosts);
    }

    private static @Nullable InetAddress address(String name, String text, JsonNode node) {
        if (WITH_PORT.matcher(name).matches() || WITH_PORT.matcher(text).matches()) {
            node.wrong("a port is not supported yet, given as " + node.shown(), "Put the port into the URLs.");
            return null;
        }
        if (!NAME.matcher(name).matches()) {
            node.wrong(
                    "this is neither a host nor a pattern",
                    "Use a name such as \"shop.test\", or a pattern such as \"*.example.com\".");
            return null;
        }
        InetAddress address = literal(text);
        if (address == null) {
            node.wrong("\"" + text + "\" is not an IP address", "Use one such as \"127.0.0.1\" or \"::1\".");
        }
        return address;
    }

    /** Never looks anything up: what has the look of an address is read as one. */
    private static @Nullable InetAddress literal(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** As a file has it, nearly: {@code {shop.test=127.0.0.1}}. */
    static String show(Map<String, InetAddress> hosts) {
        Map<String, String> shown = new LinkedHashMap<>();
        hosts.forEach((name, address) -> shown.put(name, address.getHostAddress()));
        return shown.toString();
    }
}
