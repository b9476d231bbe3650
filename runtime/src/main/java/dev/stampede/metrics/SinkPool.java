package dev.stampede.metrics;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Emptied sinks to be used again, by type. Keeps as many as were in use lately, not as many as ever were. Not thread-safe. */
final class SinkPool {
    private final Map<MetricType, Stack> byType = new EnumMap<>(MetricType.class);
    private final boolean keepsValues;

    /** @param keepsValues whether trends keep every single value */
    SinkPool(boolean keepsValues) {
        this.keepsValues = keepsValues;
        for (MetricType type : MetricType.values()) {
            byType.put(type, new Stack());
            Sink unused = newSink(type); // so that its class is not initialised while a stripe is held
        }
    }

    /** One that holds nothing. */
    Sink take(MetricType type) {
        Sink sink = of(type).pop();
        return sink != null ? sink : newSink(type);
    }

    private Sink newSink(MetricType type) {
        return keepsValues && type == MetricType.TREND ? new Sink.ValuedTrendSink() : type.newSink();
    }

    /** Puts one back that was emptied. */
    void give(Sink sink) {
        of(sink.type()).push(sink);
    }

    /**
     * Takes all that another pool holds: what was in use since this was called last. What was in use before is forgotten
     * slowly: an eighth each time.
     */
    void take(SinkPool returning) {
        byType.forEach((type, stack) -> stack.take(returning.of(type)));
    }

    private Stack of(MetricType type) {
        return Objects.requireNonNull(byType.get(type));
    }

    private static final class Stack {
        private @Nullable Sink[] sinks = new Sink[16];
        private int size;
        private int recent;

        @Nullable
        Sink pop() {
            if (size == 0) {
                return null;
            }
            Sink sink = sinks[--size];
            sinks[size] = null;
            return sink;
        }

        void push(Sink sink) {
            if (size == sinks.length) {
                sinks = Arrays.copyOf(sinks, size * 2);
            }
            sinks[size++] = sink;
        }

        void take(Stack returning) {
            recent = Math.max(returning.size, recent - recent / 8);
            int more = Math.min(returning.size, Math.max(0, recent - size));
            if (size + more > sinks.length) {
                sinks = Arrays.copyOf(sinks, Math.max(size + more, sinks.length * 2));
            }
            System.arraycopy(returning.sinks, 0, sinks, size, more);
            size += more;
            returning.keep(0);
            keep(recent);
        }

        private void keep(int most) {
            if (size > most) {
                Arrays.fill(sinks, most, size, null);
                size = most;
            }
        }
    }
}
