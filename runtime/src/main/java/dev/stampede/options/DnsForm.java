package dev.stampede.options;

import dev.stampede.clock.Durations;
import dev.stampede.http.DnsOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code ttl=5m,select=random,policy=preferIPv4}, and the same as an object. (k6: {@code lib/types/dns.go}.) */
final class DnsForm {
    private DnsForm() {}

    static @Nullable DnsOptions read(String text) {
        if (text.isEmpty()) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String item : text.split(",", -1)) {
            int equals = item.indexOf('=');
            if (equals < 0 || equals == item.length() - 1) {
                throw new IllegalArgumentException("no value for key " + item);
            }
            values.put(item.substring(0, equals), item.substring(equals + 1));
        }
        return of(values);
    }

    static @Nullable DnsOptions read(JsonNode node) {
        Map<String, String> values = new LinkedHashMap<>();
        node.members().forEach((key, member) -> {
            Object raw = member.raw();
            // a number is one of milliseconds, as everywhere
            String text = key.equals("ttl") && raw instanceof Number ? raw.toString() : member.text();
            if (text != null) {
                values.put(key, text);
            }
        });
        try {
            return values.isEmpty() ? null : of(values);
        } catch (IllegalArgumentException e) {
            node.wrong(
                    String.valueOf(e.getMessage()),
                    "Use such as {\"ttl\": \"5m\", \"select\": \"random\", \"policy\": \"preferIPv4\"}.");
            return null;
        }
    }

    private static DnsOptions of(Map<String, String> values) {
        DnsOptions dns = DnsOptions.DEFAULTS;
        for (Map.Entry<String, String> one : values.entrySet()) {
            String value = one.getValue();
            dns = switch (one.getKey()) {
                case "ttl" -> new DnsOptions(ttl(value), dns.select(), dns.policy());
                case "select" -> new DnsOptions(dns.ttl(), DnsOptions.Select.parse(value), dns.policy());
                case "policy" -> new DnsOptions(dns.ttl(), dns.select(), DnsOptions.Policy.parse(value));
                default -> throw new IllegalArgumentException("unknown DNS configuration field: " + one.getKey());
            };
        }
        return dns;
    }

    private static Duration ttl(String text) {
        if (text.equals("inf")) {
            return DnsOptions.FOREVER;
        }
        Duration ttl;
        try {
            ttl = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid DNS TTL: " + text, e);
        }
        if (ttl.isNegative()) {
            throw new IllegalArgumentException("invalid DNS TTL: " + text);
        }
        return ttl;
    }

    static String show(DnsOptions dns) {
        return "\"ttl=" + dns.ttlText() + ",select=" + dns.select().key() + ",policy="
                + dns.policy().key() + "\"";
    }
}
