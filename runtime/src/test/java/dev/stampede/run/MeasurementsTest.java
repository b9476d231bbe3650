package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.ThresholdResult;
import dev.stampede.clock.FakeClock;
import dev.stampede.engine.RunState;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.thresholds.ThresholdSpec;
import dev.stampede.thresholds.Thresholds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thresholds for whoever cannot wait. */
class MeasurementsTest {
    private static final Duration AMPLE = Duration.ofMinutes(1);
    private static final Duration ELAPSED = Duration.ofSeconds(2);

    private final FakeClock clock = new FakeClock();
    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder();
    private final Measurements measurements = new Measurements(
            registry,
            recorder,
            Thresholds.compile(List.of(ThresholdSpec.of("iterations", "count<2")), registry),
            List.of(),
            new RunState(clock));

    private void record(double iterations) {
        new SampleContext(registry, recorder, clock, SystemTag.DEFAULTS, 0, registry.rootTags())
                .add(registry.builtin().iterations, iterations);
    }

    @Test
    void judgedInTime_thresholdsKnowTheLatestSamples() {
        record(1);
        measurements.evaluate(ELAPSED);
        record(1);

        assertThat(measurements.judgedWithin(AMPLE, ELAPSED))
                .extracting(ThresholdResult::failed)
                .containsExactly(true);
    }

    @Test
    void judgedInNoTime_thresholdsStandAsTheyWereLastEvaluated() {
        record(1);
        measurements.evaluate(ELAPSED);
        record(1);

        synchronized (measurements) { // somebody drains, and does not come to an end
            assertThat(measurements.judgedWithin(Duration.ofMillis(1), ELAPSED))
                    .extracting(ThresholdResult::failed)
                    .containsExactly(false);
        }
    }

    @Test
    void judgedAtTheEnd_thresholdsAreNotJudgedAgain() {
        measurements.finish(ELAPSED, true);
        record(2);

        assertThat(measurements.judgedWithin(AMPLE, ELAPSED))
                .extracting(ThresholdResult::failed)
                .containsExactly(false);
    }
}
