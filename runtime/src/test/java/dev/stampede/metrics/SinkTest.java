package dev.stampede.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SinkTest {

    @Test
    void gauge_ofNegativesOnly_hasItsTrueMaximum() {
        Sink.GaugeSink gauge = new Sink.GaugeSink();
        gauge.add(-3, 1);
        gauge.add(-1, 2);
        gauge.add(-2, 3);

        assertThat(gauge.min()).isEqualTo(-3);
        assertThat(gauge.max()).isEqualTo(-1);
        assertThat(gauge.last()).isEqualTo(-2);
        assertThat(gauge.average()).isEqualTo(-2);
    }

    @Test
    void gauge_merged_keepsTheLatest() {
        Sink.GaugeSink later = new Sink.GaugeSink();
        later.add(9, 200);
        Sink.GaugeSink earlier = new Sink.GaugeSink();
        earlier.add(1, 100);

        later.merge(earlier);

        assertThat(later.last()).isEqualTo(9);
        assertThat(later.min()).isEqualTo(1);
        assertThat(later.count()).isEqualTo(2);
    }

    @Test
    void rate_countsWhateverIsNotZero() {
        Sink.RateSink rate = new Sink.RateSink();
        rate.add(1, 0);
        rate.add(-0.5, 0);
        rate.add(0, 0);
        rate.add(-0.0, 0);

        assertThat(rate.nonZero()).isEqualTo(2);
        assertThat(rate.rate()).isEqualTo(0.5);
    }

    @Test
    void counter_takesFractionsAndNegatives() {
        Sink.CounterSink counter = new Sink.CounterSink();
        counter.add(2.5, 0);
        counter.add(-1, 0);

        assertThat(counter.sum()).isEqualTo(1.5);
        assertThat(counter.count()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void everyType_readsAsZeroWhenEmptyAndAfterClear(MetricType type) {
        Sink sink = type.newSink();
        sink.add(-7, 5);
        assertThat(sink.isEmpty()).isFalse();

        sink.clear();

        assertThat(sink.type()).isEqualTo(type);
        assertThat(sink.isEmpty()).isTrue();
        switch (sink) {
            case Sink.CounterSink counter -> assertThat(counter.sum()).isZero();
            case Sink.GaugeSink gauge ->
                assertThat(new double[] {gauge.last(), gauge.min(), gauge.max(), gauge.average()})
                        .containsOnly(0);
            case Sink.RateSink rate -> assertThat(rate.rate()).isZero();
            case Sink.TrendSink trend -> assertThat(trend.histogram().max()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void merge_ofAnEmptyOne_changesNothing(MetricType type) {
        Sink sink = type.newSink();
        sink.add(-7, 5);

        sink.merge(type.newSink());

        assertThat(sink.count()).isEqualTo(1);
        if (sink instanceof Sink.GaugeSink gauge) {
            assertThat(gauge.last()).isEqualTo(-7);
            assertThat(gauge.max()).isEqualTo(-7);
        }
    }
}
