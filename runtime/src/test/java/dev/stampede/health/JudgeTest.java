package dev.stampede.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stampede.health.Figures.Arrivals;
import dev.stampede.health.Figures.Latency;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures in, verdict out. */
class JudgeTest {
    private static final Latency REQUESTS = new Latency("http_req_duration", 400);
    private static final Latency REQUESTS_OF_A_SECOND = new Latency("http_req_duration", 1000);
    private static final Latency NOTHING = new Latency("", 0);
    private static final Arrivals ALL = new Arrivals(1000, 0);
    private static final Arrivals MISSED = new Arrivals(900, 100);

    /** Ten seconds on two processors. */
    private static Figures figures(double cpu, double gc, double lag, Arrivals arrivals) {
        return new Figures(Duration.ofSeconds(10), 2, cpu, 0.5, gc, lag, lag, 0, Duration.ZERO, arrivals);
    }

    private static Stream<Arguments> verdicts() {
        String none = "something kept the threads that run virtual users, or the whole JVM, from running";
        return Stream.of(
                arguments("idle", figures(0.1, 0, 0.2, ALL), REQUESTS, List.of()),
                arguments("a busy machine, little lag", figures(1, 0.1, 60, ALL), REQUESTS, List.of()),
                arguments("lag at the limit", figures(1, 0, 100, ALL), NOTHING, List.of()),
                arguments("lag a fifth of long responses", figures(1, 0, 999, ALL), latency(5000), List.of()),
                arguments("pauses at the limit", figures(0.5, 0.2, 20, ALL), REQUESTS, List.of()),
                arguments("drops of a slow system", figures(0.3, 0.02, 5, MISSED), REQUESTS, List.of()),
                arguments(
                        "drops of a slow system, some lag",
                        figures(0.3, 0.02, 90, MISSED),
                        REQUESTS_OF_A_SECOND,
                        List.of()),
                arguments("few drops", figures(1, 0.02, 80, new Arrivals(950, 50)), REQUESTS, List.of()),
                arguments(
                        "busy processors",
                        figures(0.97, 0.03, 250, ALL),
                        REQUESTS,
                        List.of(
                                "virtual users were woken up to 250 ms late (p(95); limit 100 ms):"
                                        + " this JVM used 97 % of 2 processors",
                                "up to 250 ms of the 400 ms that http_req_duration has at p(95) may be the"
                                        + " generator's own (63 %)")),
                arguments(
                        "lag of unknown cause, nothing to compare it with",
                        figures(0.2, 0, 101, ALL),
                        NOTHING,
                        List.of(
                                "virtual users were woken up to 101 ms late (p(95); limit 100 ms): " + none,
                                "times may be too long by up to 101 ms")),
                arguments(
                        "lag that is much of long responses",
                        figures(Double.NaN, 0.12, 2500, ALL),
                        latency(2000),
                        List.of(
                                "virtual users were woken up to 2500 ms late (p(95); limit 400 ms, 20 % of the p(95) of"
                                        + " http_req_duration): garbage collection took 12 % of the time",
                                "up to 2000 ms of the 2000 ms that http_req_duration has at p(95) may be the"
                                        + " generator's own (100 %)")),
                arguments(
                        "pauses",
                        figures(0.6, 0.31, 80, ALL),
                        REQUESTS,
                        List.of(
                                "garbage collection kept every virtual user waiting for 31 % of the time (limit 20 %)",
                                "up to 80 ms of the 400 ms that http_req_duration has at p(95) may be the"
                                        + " generator's own (20 %)")),
                arguments(
                        "missed arrivals, all reasons",
                        figures(0.95, 0.15, 60, MISSED),
                        new Latency("iteration_duration", 8.25),
                        List.of(
                                "10 % of the iterations that were due were not begun (limit 5 %): this JVM used 95 % of 2"
                                        + " processors; virtual users were woken up to 60 ms late (p(95)); garbage"
                                        + " collection took 15 % of the time",
                                "up to 8.3 ms of the 8.3 ms that iteration_duration has at p(95) may be the"
                                        + " generator's own (100 %)")));
    }

    private static Latency latency(double millis) {
        return new Latency("http_req_duration", millis);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("verdicts")
    void figures_areJudged(String name, Figures figures, Latency latency, List<String> findings) {
        assertThat(Judge.findings(figures, latency)).as(name).isEqualTo(findings);
    }

    @Test
    void shortRuns_areNeverInconclusive() {
        assertThat(Judge.findings(measuredFor(Judge.LEAST_MEASURED.minusMillis(1)), REQUESTS))
                .isEmpty();
        assertThat(Judge.findings(measuredFor(Judge.LEAST_MEASURED), REQUESTS)).hasSize(4);
        assertThat(Judge.findings(Figures.NONE, REQUESTS)).isEmpty();
    }

    private static Figures measuredFor(Duration measured) {
        return new Figures(measured, 1, 1, 1, 0.5, 5000, 5000, 0, Duration.ZERO, MISSED);
    }

    @Test
    void stall_isNoSustainedLag() {
        Figures stalled =
                new Figures(Duration.ofSeconds(7), 2, 0.2, 0.9, 0, 400, 3, 0, Duration.ZERO, new Arrivals(900, 100));

        assertThat(Judge.findings(stalled, NOTHING)).isEmpty();
    }

    @Test
    void partsOfProcessors_areTold() {
        assertThat(usedUp(0.5)).endsWith(": this JVM used 99 % of 0.5 processors");
        assertThat(usedUp(4 / 3d)).endsWith(" of 1.33 processors");
        assertThat(usedUp(1)).endsWith(" of one processor");
    }

    private static String usedUp(double processors) {
        Figures figures = new Figures(Duration.ofSeconds(10), processors, 0.99, 1, 0, 300, 300, 0, Duration.ZERO, ALL);
        return Judge.findings(figures, REQUESTS).getFirst();
    }

    @Test
    void pinnedCarriers_areACauseWhenTheyHeldATenthOfThem() {
        assertThat(lagWith(0.05, 0.06, 24, Duration.ofMillis(9600)))
                .endsWith(": virtual threads kept their carriers while they waited, 24 times, 9.6 s in all");
        assertThat(lagWith(0.05, 0.06, 1, Duration.ofMillis(2001))).contains(", 1 time, 2.0 s in all");
        assertThat(lagWith(0.05, 0.06, 1, Duration.ofSeconds(2))).contains(": something kept");
    }

    @Test
    void otherProcesses_areACauseWhenTheyAreWhatIsBusy() {
        assertThat(lagWith(0.41, 0.98, 0, Duration.ZERO))
                .endsWith(": other processes used the machine, 98 % busy, only 41 % of it by this JVM");
        assertThat(lagWith(Double.NaN, 0.98, 0, Duration.ZERO))
                .endsWith(": other processes used the machine, 98 % busy");
        assertThat(lagWith(0.95, 0.98, 0, Duration.ZERO)).endsWith(": this JVM used 95 % of 2 processors");
        assertThat(lagWith(Double.NaN, Double.NaN, 0, Duration.ZERO)).contains(": something kept");
    }

    private static String lagWith(double cpu, double machine, long pinned, Duration pinnedTime) {
        Figures figures = new Figures(Duration.ofSeconds(10), 2, cpu, machine, 0, 300, 300, pinned, pinnedTime, ALL);
        return Judge.findings(figures, REQUESTS).getFirst();
    }
}
