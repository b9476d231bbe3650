package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.AbortCause;
import dev.stampede.RunEnding;
import dev.stampede.RunResult;
import dev.stampede.clock.FakeClock;
import dev.stampede.engine.LoadProfile.ConstantVus;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that is ended from outside. */
@Timeout(60)
class StopSwitchTest {
    private final FakeClock clock = new FakeClock();
    private final StopSwitch stop = new StopSwitch();
    private final AtomicInteger iterations = new AtomicInteger();
    private final AtomicInteger teardowns = new AtomicInteger();

    private final LoadOptions options = lasting(Duration.ofHours(1));

    private static LoadOptions lasting(Duration duration) {
        return LoadOptions.builder("a run")
                .profile(new ConstantVus(1, duration))
                .console(block -> {})
                .build();
    }

    /** Uses the switch in its third iteration. */
    private class Script implements LoadScript {
        @Override
        public VuBody startVu(VuScope scope) {
            return () -> {
                if (iterations.incrementAndGet() == 3) {
                    stop.stop(AbortCause.TIMEOUT, "the time was over");
                    stop.stop(AbortCause.INTERRUPT, "too late to count");
                }
                scope.vu().sleep("1s");
            };
        }

        @Override
        public void afterRun(VuScope scope, RunResult result) {
            teardowns.incrementAndGet();
        }
    }

    @Test
    void stopDuringTheLoad_endsItForTheFirstCause() {
        RunReport report = LoadRunner.run(options, new Script(), stop, clock, OpenRuns.ofProcess());

        assertThat(report.ending()).isEqualTo(RunEnding.TIMED_OUT);
        assertThat(report.abortCause()).hasValue(AbortCause.TIMEOUT);
        assertThat(report.reason()).hasValue("the time was over");
        assertThat(report.value("iterations", "count")).isEqualTo(2);
        assertThat(teardowns).hasValue(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void stopBeforeTheRun_endsItWhenItBegins() {
        stop.stop(AbortCause.TIMEOUT, "the time was over before");

        RunReport report = LoadRunner.run(options, new Script(), stop, clock, OpenRuns.ofProcess());

        assertThat(report.ending()).isEqualTo(RunEnding.TIMED_OUT);
        assertThat(report.reason()).hasValue("the time was over before");
        assertThat(iterations).hasValue(0);
    }

    @Test
    void stopAfterTheRun_changesNothing() {
        RunReport report =
                LoadRunner.run(lasting(Duration.ofMillis(1500)), new Script(), stop, clock, OpenRuns.ofProcess());
        stop.stop(AbortCause.TIMEOUT, "the time was over after");

        assertThat(report.ending()).isEqualTo(RunEnding.FINISHED);
    }

    @Test
    void secondRunWithTheSameSwitch_isRefused() {
        stop.stop(AbortCause.TIMEOUT, "over");
        RunReport unused = LoadRunner.run(options, new Script(), stop, clock, OpenRuns.ofProcess());

        assertThatThrownBy(() -> LoadRunner.run(options, new Script(), stop, clock, OpenRuns.ofProcess()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this stop switch is that of another run");
    }
}
