package dev.stampede.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stampede.health.Figures.Arrivals;
import dev.stampede.health.Figures.Latency;
import dev.stampede.metrics.Sink;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealthMonitorTest {
    private static final Latency LATENCY = new Latency("http_req_duration", 200);

    private final LateClock clock = new LateClock();
    private final Recorded recorded = new Recorded(clock);
    private final FakeMachine machine = new FakeMachine();
    private Arrivals arrivals = new Arrivals(0, 0);
    private final HealthMonitor monitor = new HealthMonitor(machine, recorded::samples, clock, () -> arrivals);

    private static final class FakeMachine implements Machine {
        private long cpuNanos;
        private long gcMillis;
        private double load;

        @Override
        public double processors() {
            return 2;
        }

        @Override
        public long cpuNanos() {
            return cpuNanos;
        }

        @Override
        public double load() {
            return load;
        }

        @Override
        public long gcPauseMillis() {
            return gcMillis;
        }
    }

    /** Seconds of load, each with this much of everything. */
    private void drive(int seconds, double cpu, double gc) throws InterruptedException {
        for (int i = 0; i < seconds; i++) {
            clock.pass(Duration.ofSeconds(1));
            machine.cpuNanos += (long) (cpu * 2e9);
            machine.gcMillis += (long) (gc * 1000);
            monitor.beat();
        }
    }

    @Test
    void figures_areRecordedEachSecondOfTheLoad() throws InterruptedException {
        drive(2, 0.9, 0.5); // setup
        monitor.loadStarted(Duration.ZERO);
        drive(5, 0.25, 0.1);
        monitor.loadEnded();
        drive(2, 0.9, 0.5); // teardown

        Sink.TrendSink cpu = recorded.trend("generator_cpu");
        assertThat(cpu.count()).isEqualTo(4);
        assertThat(cpu.histogram().max()).isCloseTo(0.25, within(1e-9));
        assertThat(recorded.trend("generator_gc_pause").histogram().max()).isCloseTo(0.1, within(1e-9));
        assertThat(recorded.trend("generator_lag").count()).isEqualTo(50);
        assertThat(recorded.sink("generator_pinned").isEmpty()).isTrue();
    }

    @Test
    void healthyGenerator_hasNoFindings() throws InterruptedException {
        monitor.loadStarted(Duration.ZERO);
        drive(20, 0.5, 0.05);
        monitor.loadEnded();

        assertThat(monitor.findings(LATENCY)).isEmpty();
    }

    @Test
    void overloadedGenerator_isFoundWithCauseAndInflation() throws InterruptedException {
        clock.late(Duration.ofMillis(99));
        arrivals = new Arrivals(100, 0);
        monitor.loadStarted(Duration.ZERO);
        drive(5, 0.95, 0.12);
        arrivals = new Arrivals(180, 20);
        drive(5, 0.95, 0.12);
        monitor.loadEnded();

        assertThat(monitor.findings(LATENCY))
                .containsExactly(
                        "20 % of the iterations that were due were not begun (limit 5 %): this JVM used 95 % of 2"
                                + " processors; virtual users were woken up to 99 ms late (p(95)); garbage collection took"
                                + " 12 % of the time",
                        "up to 99 ms of the 200 ms that http_req_duration has at p(95) may be the generator's own (50 %)");
    }

    @Test
    void warmUp_doesNotCount() throws InterruptedException {
        monitor.loadStarted(Duration.ZERO);
        clock.late(Duration.ofMillis(500));
        arrivals = new Arrivals(50, 50);
        drive(2, 1, 0.9);
        clock.late(Duration.ZERO);
        drive(1, 1, 0.9);
        arrivals = new Arrivals(150, 50);
        drive(10, 0.2, 0);
        monitor.loadEnded();

        assertThat(monitor.findings(LATENCY)).isEmpty();
        assertThat(recorded.trend("generator_lag").histogram().max()).isGreaterThan(400);
    }

    @Test
    void timeBeforeTheFirstScenario_doesNotCount() throws InterruptedException {
        monitor.loadStarted(Duration.ofSeconds(20));
        drive(20, 0, 0);
        clock.late(Duration.ofMillis(800));
        drive(3, 1, 0.9); // code is cold now
        clock.late(Duration.ZERO);
        drive(7, 0.2, 0);
        monitor.loadEnded();

        assertThat(monitor.findings(LATENCY)).isEmpty();
    }

    @Test
    void oneStallOfAShortRun_isNotItsVerdict() throws InterruptedException {
        monitor.loadStarted(Duration.ZERO);
        drive(5, 0.2, 0);
        clock.late(Duration.ofMillis(850));
        clock.pass(Duration.ofMillis(200)); // one wake-up
        clock.late(Duration.ZERO);
        drive(4, 0.2, 0);
        monitor.loadEnded();

        assertThat(recorded.trend("generator_lag").histogram().max()).isGreaterThan(700);
        assertThat(monitor.findings(LATENCY)).isEmpty();
    }

    @Test
    void fewSeconds_sayNothing() throws InterruptedException {
        monitor.loadStarted(Duration.ZERO);
        drive(7, 1, 0.9);
        monitor.loadEnded();

        assertThat(monitor.findings(LATENCY)).isEmpty();
    }

    @Test
    void machineThatTellsNothing_isJudgedByItsTimers() throws InterruptedException {
        machine.cpuNanos = Long.MIN_VALUE;
        machine.load = -1;
        clock.late(Duration.ofMillis(800));
        monitor.loadStarted(Duration.ZERO);
        drive(10, 0, 0);
        monitor.loadEnded();

        assertThat(monitor.findings(LATENCY))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("virtual users were woken up to 800 ms late (p(95); limit 100 ms): something kept");
        assertThat(recorded.sink("generator_cpu").isEmpty()).isTrue();
    }

    @Test
    void beforeTheEndOfTheLoad_nothingIsFound() throws InterruptedException {
        monitor.loadStarted(Duration.ZERO);
        drive(20, 1, 0.9);

        assertThat(monitor.findings(LATENCY)).isEmpty();
        monitor.loadEnded();
        assertThat(monitor.findings(LATENCY)).isNotEmpty();
    }
}
