package dev.stampede;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run came to. In {@code @AfterRun} it holds what was measured up to then, {@code @AfterRun} itself not included.
 * Immutable.
 */
public interface RunResult {

    /** Name of the run. */
    String name();

    /** What ended it. */
    RunEnding ending();

    /** Whether it ran to its end, every threshold held, and it is not {@linkplain #inconclusive inconclusive}. */
    boolean passed();

    /**
     * Why it says little about the system: what kept this process, the load generator, from driving the load, and how far
     * latencies may be off. Empty when it is conclusive; also when it was ended early by something else than a threshold, and
     * when the setting {@code generatorHealth} is not {@code fail}.
     */
    List<String> inconclusive();

    /** Time from the start of {@code @BeforeRun} to the end of {@code @AfterRun}. */
    Duration duration();

    /** Every threshold, in order of metric and declaration. */
    List<ThresholdResult> thresholds();

    /** What iterations threw, most frequent first. */
    List<IterationErrors> errors();

    /** Every check, group by group, in the order in which they were first seen. */
    List<CheckResult> checks();

    /**
     * Traced round trips that are worth a look: those that failed, one of each kind, then the slowest; at most five of each.
     * Empty when requests are not traced. Only sampled ones, as the traces of others are not recorded.
     */
    default List<Exemplar> exemplars() {
        return List.of();
    }

    /** Names of all metrics that have samples or thresholds. */
    Set<String> metrics();

    /**
     * A measured value.
     *
     * @param metric metric, or sub-metric that a threshold declares, such as {@code http_req_duration{name:home}}
     * @param aggregation {@code count} and {@code rate} for counters; {@code value}, {@code min}, {@code max} for gauges;
     *     {@code rate} for rates; {@code avg}, {@code min}, {@code max}, {@code med}, {@code count}, {@code p(N)} for trends.
     *     Times in milliseconds, data in bytes, rates of counters per second.
     * @throws IllegalArgumentException if there is no such metric, or it has no such aggregation
     */
    double value(String metric, String aggregation);

    /** Where the run can be looked at, when an output keeps it. */
    Optional<String> url();

    /** What the output that keeps the run calls it, such as the cloud's id of the test run. */
    default Optional<String> runId() {
        return Optional.empty();
    }

    /**
     * What became of the samples on their way to the output that keeps the run. Empty without such an output, and before the
     * run is over, as in {@code @AfterRun}.
     */
    default Optional<Delivery> delivery() {
        return Optional.empty();
    }
}
