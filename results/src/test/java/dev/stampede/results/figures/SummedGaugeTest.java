package dev.stampede.results.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stampede.metrics.Sink;
import org.junit.jupiter.api.Test;

class SummedGaugeTest {
    private final SummedGauge gauge = new SummedGauge();

    private void add(long second, int count, double value) {
        Sink.GaugeSink sink = new Sink.GaugeSink();
        sink.addAll(second * 1_000_000_000L, value, count, value, value, value);
        gauge.add(second, 3, sink);
    }

    @Test
    void oneGenerator_isWhatItReports() {
        add(0, 2, 5);
        add(3, 3, 7);
        add(6, 1, 6);
        assertThat(gauge.generators()).isEqualTo(1);
        assertThat(gauge.last()).isEqualTo(6);
        assertThat(gauge.min()).isEqualTo(5);
        assertThat(gauge.max()).isEqualTo(7);
    }

    @Test
    void tenGenerators_addUpAlsoWhereTheyBeginAndEnd() {
        for (int generator = 0; generator < 10; generator++) {
            add(0, 1, 100);
            add(3, 3, 100);
            add(6, 2, 100);
        }
        assertThat(gauge.generators()).isEqualTo(10);
        assertThat(gauge.line().points(3).values())
                .allSatisfy(
                        sink -> assertThat(((Sink.GaugeSink) sink).average()).isEqualTo(1_000));
    }

    @Test
    void generatorThatComesLater_addsFromThenOn() {
        add(0, 3, 10);
        add(3, 3, 10);
        add(3, 3, 4);
        assertThat(gauge.min()).isEqualTo(10);
        assertThat(gauge.max()).isEqualTo(14);
        assertThat(gauge.last()).isEqualTo(14);
    }

    @Test
    void longRun_keepsItsSumsInBoundedMemory() {
        for (int i = 0; i < 10_000; i++) {
            add(i * 3L, 3, 10);
            add(i * 3L, 3, 20);
        }
        TimeLine line = gauge.line();
        assertThat(line.points(line.step())).hasSizeLessThanOrEqualTo(TimeLine.MOST_POINTS);
        assertThat(line.points(line.step()).values())
                .allSatisfy(
                        sink -> assertThat(((Sink.GaugeSink) sink).average()).isCloseTo(30, within(1e-9)));
        assertThat(gauge.max()).isEqualTo(30);
        assertThat(gauge.min()).isEqualTo(30);
    }

    @Test
    void nothing_isZero() {
        assertThat(gauge.generators()).isZero();
        assertThat(gauge.last()).isZero();
        assertThat(gauge.min()).isZero();
        assertThat(gauge.max()).isZero();
        assertThat(gauge.line().step()).isZero();
    }
}
