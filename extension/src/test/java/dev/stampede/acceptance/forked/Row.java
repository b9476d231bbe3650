package dev.stampede.acceptance.forked;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.acceptance.forked.CloudRun.Finish;
import java.util.Arrays;
import java.util.List;

/** What a load test comes to by itself: what the cloud is told of it, and what the command line ends with. */
enum Row {
    PASSES(Endings.Passes.class, 3, 0, 20, 0),
    CROSSED(Endings.Crossed.class, 3, 1, 20, 99),
    ABORTED_BY_THRESHOLD(Endings.AbortedByThreshold.class, 8, 1, Row.ANY, 99),
    ITERATIONS_THROW(Endings.Throws.class, 3, 1, 3, 99),
    ON_ERROR_ABORT(Endings.OnErrorAbort.class, 7, 0, Row.ANY, 107),
    BEFORE_RUN_THROWS(Endings.BeforeRunThrows.class, 7, 0, 0, 107),
    AFTER_RUN_THROWS(Endings.AfterRunThrows.class, 7, 0, 20, 107),
    AFTER_RUN_THROWS_AND_CROSSED(Endings.AfterRunThrowsAndCrossed.class, 7, 1, 20, 107),
    BEFORE_VU_THROWS(Endings.BeforeVuThrows.class, 7, 0, 0, 107),
    UNRESOLVABLE(Endings.Unresolvable.class, 7, 0, 0, 107),
    VU_ABORT(Endings.Aborts.class, 5, 0, Row.ANY, 108),
    INTERRUPT(Endings.Interrupted.class, 5, 0, Row.ANY, 105),
    SETUP_TIMEOUT(Endings.SetupTimesOut.class, 9, 0, 0, 100),
    TEARDOWN_TIMEOUT(Endings.TeardownTimesOut.class, 9, 0, 20, 101),
    TIMEOUT(Endings.TimedOut.class, 9, 0, Row.ANY, 102),
    TIMEOUT_IN_SEPARATE_THREAD(Endings.TimedOutInAThreadOfItsOwn.class, 9, 0, Row.ANY, 102),
    OUT_OF_MEMORY(Endings.OutOfMemory.class, 6, 0, Row.ANY, 255),
    REFUSED(Endings.Refused.class, 6, 0, 0, 255);

    /** Iterations that nobody counts. */
    private static final long ANY = -1;

    private final Class<?> type;
    private final int runStatus;
    private final int resultStatus;
    private final long iterations;
    private final int exitCode;

    Row(Class<?> type, int runStatus, int resultStatus, long iterations, int exitCode) {
        this.type = type;
        this.runStatus = runStatus;
        this.resultStatus = resultStatus;
        this.iterations = iterations;
        this.exitCode = exitCode;
    }

    static List<Class<?>> types() {
        return Arrays.stream(values()).<Class<?>>map(Row::type).toList();
    }

    Class<?> type() {
        return type;
    }

    boolean passes() {
        return exitCode == 0;
    }

    int exitCode() {
        return exitCode;
    }

    /** The run was closed once, as it had to be, and its iterations have arrived. */
    void check(RecordingCloud cloud) {
        CloudRun run = cloud.of(type);
        assertThat(run.finishes()).containsExactly(new Finish(runStatus, resultStatus));
        if (iterations != ANY) {
            assertThat(run.iterations()).isEqualTo(iterations);
        }
        assertThat(cloud.oddities()).isEmpty();
    }
}
