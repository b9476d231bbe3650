package dev.stampede.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import okhttp3.Cookie;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The cookies a call sends: its own, and those of a jar that it does not replace. Confined to the virtual user's thread. */
final class CallCookies {
    private @Nullable HeaderList own;
    private Set<String> replaced = Set.of();
    private CookieStore jar;

    CallCookies(CookieStore jar) {
        this.jar = jar;
    }

    void from(CookieStore other) {
        jar = other;
    }

    void add(String name, String value) {
        HeaderList known = own;
        if (known == null) {
            known = new HeaderList();
            own = known;
        }
        known.add(name, value);
    }

    void replace(String name, String value) {
        if (replaced.isEmpty()) {
            replaced = new HashSet<>(4);
        }
        replaced.add(name);
        add(name, value);
    }

    /** The {@code Cookie} header: what the user wrote there, then the cookies of the call, then the jar's; null for none. */
    @Nullable
    String header(@Nullable String written, HttpUrl url) {
        List<Cookie> kept = jar.matching(url);
        HeaderList sent = own;
        if (sent == null && kept.isEmpty()) {
            return null;
        }
        StringJoiner joined = new StringJoiner("; ");
        if (written != null) {
            joined.add(written);
        }
        for (int i = 0; sent != null && i < sent.size(); i++) {
            joined.add(sent.name(i) + "=" + sent.value(i));
        }
        for (Cookie cookie : kept) {
            if (!replaced.contains(cookie.name())) {
                joined.add(cookie.name() + "=" + cookie.value());
            }
        }
        return joined.toString();
    }

    /** The cookies in a {@code Cookie} header, by name. */
    static Map<String, List<String>> read(String header) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (String pair : header.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                all.computeIfAbsent(pair.substring(0, equals).strip(), name -> new ArrayList<>(1))
                        .add(pair.substring(equals + 1).strip());
            }
        }
        all.replaceAll((name, values) -> List.copyOf(values));
        return all;
    }

    /** Keeps what a response sets. */
    void receive(HttpUrl url, HeaderList headers) {
        jar.receive(url, headers);
    }
}
