package dev.stampede.summary;

import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TimeSeries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each check passed and failed, by name, whatever its group. One more receiver of what is drained from the
 * recorder; confined to the thread that drains.
 */
public final class CheckTally implements Recorder.Drained {
    private final Map<String, Check> byName = new LinkedHashMap<>();

    /**
     * One check.
     *
     * @param name its name
     * @param passes how often it held
     * @param fails how often it did not
     */
    public record Check(String name, long passes, long fails) {}

    @Override
    public void accept(long epochSecond, TimeSeries series, Sink sink) {
        String name = series.tags().get(SystemTag.CHECK.key());
        if (name != null && series.metric().name().equals("checks") && sink instanceof Sink.RateSink rate) {
            long passes = rate.nonZero();
            byName.merge(
                    name,
                    new Check(name, passes, rate.count() - passes),
                    (a, b) -> new Check(name, a.passes + b.passes, a.fails + b.fails));
        }
    }

    /** The checks in the order they were first seen. */
    public List<Check> checks() {
        return List.copyOf(byName.values());
    }
}
