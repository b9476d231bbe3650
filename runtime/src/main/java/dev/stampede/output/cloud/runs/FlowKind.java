package dev.stampede.output.cloud.runs;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ways in which a run is opened that somebody has to close. */
public enum FlowKind {
    /** As {@code k6 run --out cloud} does. */
    STREAM,
    /** As {@code k6 cloud run --local-execution} does. */
    PROVISIONED;

    /** As it is written down. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a key stands for; null for what is none. */
    static @Nullable FlowKind of(String key) {
        for (FlowKind kind : values()) {
            if (kind.key().equals(key)) {
                return kind;
            }
        }
        return null;
    }
}
