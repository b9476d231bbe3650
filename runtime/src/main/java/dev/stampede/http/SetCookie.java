package dev.stampede.http;

import dev.stampede.ResponseCookie;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code Set-Cookie} as it is written, without judging who may set what. (k6 leaves this to Go: {@code net/http/cookie.go}.) */
final class SetCookie {
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEE, dd-MMM-yyyy HH:mm:ss zzz", Locale.ROOT));

    private SetCookie() {}

    /** The cookies of these lines, by name; what is malformed is left out. */
    static Map<String, List<ResponseCookie>> all(List<String> lines) {
        Map<String, List<ResponseCookie>> all = new LinkedHashMap<>();
        for (String line : lines) {
            ResponseCookie cookie = parse(line);
            if (cookie != null) {
                all.computeIfAbsent(cookie.name(), name -> new ArrayList<>(1)).add(cookie);
            }
        }
        all.replaceAll((name, cookies) -> List.copyOf(cookies));
        return all;
    }

    private static @Nullable ResponseCookie parse(String line) {
        String[] parts = line.split(";", -1);
        int equals = parts[0].indexOf('=');
        String name = equals < 0 ? "" : parts[0].substring(0, equals).strip();
        if (!HeaderList.isToken(name)) {
            return null;
        }
        String value = unquoted(parts[0].substring(equals + 1).strip());
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            int at = part.indexOf('=');
            attributes.put(
                    (at < 0 ? part : part.substring(0, at)).strip().toLowerCase(Locale.ROOT),
                    at < 0 ? "" : part.substring(at + 1).strip());
        }
        return new ResponseCookie(
                name,
                value,
                attributes.getOrDefault("domain", ""),
                attributes.getOrDefault("path", ""),
                attributes.containsKey("httponly"),
                attributes.containsKey("secure"),
                maxAge(attributes.get("max-age")),
                expires(attributes.get("expires")));
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static long maxAge(@Nullable String seconds) {
        if (seconds == null || !seconds.matches("-?\\d{1,18}")) {
            return 0;
        }
        long value = Long.parseLong(seconds);
        return value <= 0 ? -1 : value;
    }

    /** Milliseconds since 1970; 0 if it is no date. */
    private static long expires(@Nullable String date) {
        Long millis = date == null ? null : millis(date);
        return millis == null ? 0 : millis;
    }

    /** The moment a cookie's date stands for, in ms since 1970; null if it is none. */
    static @Nullable Long millis(String date) {
        for (DateTimeFormatter format : DATES) {
            try {
                return ZonedDateTime.parse(date, format).toInstant().toEpochMilli();
            } catch (DateTimeException e) {
                // perhaps the other way of writing it
            }
        }
        return null;
    }
}
