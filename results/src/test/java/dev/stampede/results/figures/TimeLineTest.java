package dev.stampede.results.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeLineTest {
    private final TimeLine line = new TimeLine(MetricType.COUNTER);

    private void add(long second, int period, double sum) {
        Sink.CounterSink sink = new Sink.CounterSink();
        sink.addAll(sum, 1);
        line.add(second, period, sink);
    }

    private static double sum(Map<Long, Sink> points) {
        return points.values().stream()
                .mapToDouble(sink -> ((Sink.CounterSink) sink).sum())
                .sum();
    }

    @Test
    void points_areAsFarApartAsTheBuckets() {
        add(9, 3, 1);
        add(3, 3, 2);
        add(9, 3, 4);
        assertThat(line.step()).isEqualTo(3);
        assertThat(line.points(3)).containsOnlyKeys(3L, 9L);
        assertThat(sum(line.points(3))).isEqualTo(7);
        assertThat(line.points(6)).containsOnlyKeys(0L, 6L);
    }

    @Test
    void points_mergeWhenThereAreTooManyAndNothingIsLost() {
        for (int i = 0; i < 5_000; i++) {
            add(3_000_000 + i * 3L, 3, 1);
        }
        assertThat(line.step()).isEqualTo(24);
        assertThat(line.points(24)).hasSizeLessThanOrEqualTo(TimeLine.MOST_POINTS);
        assertThat(sum(line.points(24))).isEqualTo(5_000);
        assertThat(line.points(24).values())
                .anySatisfy(sink -> assertThat(((Sink.CounterSink) sink).sum()).isEqualTo(8));
    }

    @Test
    void points_areThoseThatAllPeriodsHaveInCommon() {
        add(0, 3, 1);
        add(3, 3, 1);
        add(5, 5, 1);
        add(15, 5, 1);
        assertThat(line.step()).isEqualTo(15);
        assertThat(line.points(15)).containsOnlyKeys(0L, 15L);
        assertThat(sum(line.points(15))).isEqualTo(4);
    }

    @Test
    void points_staySomeWhateverThePeriodsAre() {
        for (int period = 3_000; period < 3_600; period++) {
            add(period, period, 1);
        }
        assertThat(line.step()).isLessThanOrEqualTo(86_400);
        assertThat(sum(line.points(line.step()))).isEqualTo(600);
    }

    @Test
    void points_farApartAreFew() {
        add(1, 1, 1);
        add(1L << 33, 1, 1);
        assertThat(line.points(1)).hasSize(2);
    }
}
