package dev.stampede.options;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows settings without what nobody should read over a shoulder. */
final class Secrets {
    private Secrets() {}

    /** Masks what is called token, secret or password, at any depth: {@code {projectID=42, token=abcd****mnop}}. */
    static String show(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> e.getKey() + "=" + member(String.valueOf(e.getKey()), e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(Secrets::show).collect(Collectors.joining(", ", "[", "]"));
        }
        return String.valueOf(value);
    }

    private static String member(String key, @Nullable Object value) {
        return isSecret(key) ? mask(String.valueOf(value)) : show(value);
    }

    private static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.contains("token") || lower.contains("secret") || lower.contains("password");
    }

    /** Only the names: values of an environment are often passwords. */
    static String names(Map<String, String> env) {
        return env.keySet().stream().sorted().map(name -> name + "=***").collect(Collectors.joining(", ", "{", "}"));
    }

    /** All stars under 12 characters, else the first and last four stay. (k6: {@code internal/cmd/cloud_login.go}.) */
    static String mask(String secret) {
        int length = secret.length();
        return length < 12
                ? "*".repeat(length)
                : secret.substring(0, 4) + "*".repeat(length - 8) + secret.substring(length - 4);
    }
}
