package dev.stampede.metrics;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tags that are set by the program, not by the test. (k6: {@code metrics/system_tag.go}.) */
public enum SystemTag {
    PROTO,
    SUBPROTO,
    STATUS,
    METHOD,
    URL,
    NAME,
    GROUP,
    CHECK,
    ERROR,
    ERROR_CODE,
    TLS_VERSION,
    SCENARIO,
    SERVICE,
    EXPECTED_RESPONSE,
    ITER,
    VU,
    OCSP_STATUS,
    IP;

    /** Those that are set unless told otherwise. */
    public static final Set<SystemTag> DEFAULTS = Collections.unmodifiableSet(EnumSet.range(PROTO, EXPECTED_RESPONSE));

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The tag's key, such as {@code expected_response}. */
    public String key() {
        return key;
    }

    /** The tag of this key, or null. */
    public static @Nullable SystemTag of(String key) {
        for (SystemTag tag : values()) {
            if (tag.key.equals(key)) {
                return tag;
            }
        }
        return null;
    }
}
