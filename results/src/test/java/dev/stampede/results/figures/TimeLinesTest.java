package dev.stampede.results.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.ValueType;
import org.junit.jupiter.api.Test;

class TimeLinesTest {
    private static final int MOST = 20_000;

    private final MetricRegistry registry = new MetricRegistry();
    private final TimeLines lines = new TimeLines(MOST);

    @Test
    void linesThatNeedTooMuchTogether_becomeCoarserAndLoseNothing() {
        Metric wide = registry.register("wide", MetricType.TREND, ValueType.TIME);
        Metric narrow = registry.register("narrow", MetricType.COUNTER, ValueType.DEFAULT);
        for (int i = 0; i < 200; i++) {
            Sink.TrendSink trend = new Sink.TrendSink();
            trend.add(1, 0);
            trend.add(1000, 0);
            lines.of(wide).add(3L * i, 3, trend);
            Sink.CounterSink counter = new Sink.CounterSink();
            counter.add(1, 0);
            lines.of(narrow).add(3L * i, 3, counter);
            lines.fit();
            assertThat(lines.cells()).isLessThanOrEqualTo(MOST);
        }

        assertThat(lines.of(wide).step()).isGreaterThan(24);
        assertThat(lines.of(narrow).step()).isEqualTo(3);
        assertThat(lines.of(wide).points(0).values().stream()
                        .mapToLong(Sink::count)
                        .sum())
                .isEqualTo(400);
    }

    @Test
    void manyLines_haveAtLeastOnePointEach() {
        for (int i = 0; i < 1000; i++) {
            Metric metric = registry.register("metric_" + i, MetricType.COUNTER, ValueType.DEFAULT);
            for (int second = 0; second < 30; second += 3) {
                Sink.CounterSink counter = new Sink.CounterSink();
                counter.add(1, 0);
                lines.of(metric).add(second, 3, counter);
            }
            lines.fit();
        }

        assertThat(lines.cells()).isLessThan(100_000);
        for (int i = 0; i < 1000; i++) {
            TimeLine line = lines.of(registry.register("metric_" + i, MetricType.COUNTER, ValueType.DEFAULT));
            assertThat(line.points(0).values().stream().mapToLong(Sink::count).sum())
                    .isEqualTo(10);
        }
    }
}
