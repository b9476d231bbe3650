package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.ConfigException;
import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.engine.LoadProfile;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Stage;
import dev.stampede.junit.Threshold;
import dev.stampede.run.LoadOptions;
import dev.stampede.thresholds.ThresholdSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Options files and methods, configuration parameters, flags and modes, with the real engine of JUnit. */
class SettingsTest {
    private static final AtomicInteger iterations = new AtomicInteger();

    @BeforeEach
    void forget() {
        iterations.set(0);
    }

    private static void run(Class<?> type, Map<String, String> parameters, int expected) {
        assertThat(Jupiter.failures(Jupiter.run(type, parameters))).isEmpty();
        assertThat(iterations).hasValue(expected);
    }

    private static Throwable failure(Class<?> type, Map<String, String> parameters) {
        return Jupiter.failures(Jupiter.run(type, parameters)).getFirst();
    }

    @Test
    void optionsFile_isTakenAsItIs() {
        run(FromFile.class, Map.of(), 6);
    }

    static class FromFile {
        @LoadTest(options = "two-scenarios.json")
        void load(Vu vu) {
            assertThat(vu.scenario()).isEqualTo("once");
            iterations.incrementAndGet();
        }
    }

    @Test
    void annotation_isOverTheFile() {
        run(OverFile.class, Map.of(), 2);
    }

    static class OverFile {
        @LoadTest(options = "two-scenarios.json", vus = 1, iterations = 2)
        @Threshold(metric = "iterations{team:web}", value = "count==2")
        void load() {
            iterations.incrementAndGet();
        }
    }

    @Test
    void optionsMethod_givesWhatItReturns() {
        run(FromMethod.class, Map.of(), 4);
    }

    static class FromMethod {
        static LoadOptions load4() {
            return LoadOptions.builder("ignored")
                    .profile(new LoadProfile.SharedIterations(2, 4, Duration.ofMinutes(1)))
                    .thresholds(List.of(ThresholdSpec.of("iterations", "count==4")))
                    .tags(Map.of("from", "method"))
                    .build();
        }

        @LoadTest(options = "load4")
        void load() {
            iterations.incrementAndGet();
        }
    }

    @Test
    void parameter_isOverTheAnnotation_andAFlagOverThat() {
        run(Ramp.class, Map.of("stampede.iterations", "3"), 3);
        iterations.set(0);
        run(Ramp.class, Map.of("stampede.iterations", "3", "stampede.flag.iterations", "5"), 5);
    }

    @Test
    void vusOfAParameter_keepTheAnnotationsIterations() {
        run(Shared.class, Map.of("stampede.vus", "2"), 4);
    }

    static class Shared {
        @LoadTest(iterations = 4)
        @Threshold(metric = "vus_max", value = "value<=2")
        void load() {
            iterations.incrementAndGet();
        }
    }

    static class Ramp {
        @LoadTest(stages = @Stage(duration = "1h", target = 50))
        void load() {
            iterations.incrementAndGet();
        }
    }

    @Test
    void smokeMode_runsOnce_andOnlyFunctionalThresholdsHold() {
        run(Ramped.class, Map.of("stampede.mode", "smoke"), 1);
    }

    static class Ramped {
        @LoadTest(stages = @Stage(duration = "1h", target = 50))
        @Threshold(metric = "iterations", value = "count>1000000")
        void load() {
            iterations.incrementAndGet();
        }
    }

    @Test
    void smokeMode_callsWhatJudgesTheResult_butDoesNotHoldItAgainstTheTest() {
        run(Judged.class, Map.of("stampede.mode", "smoke"), 1);
        assertThat(judged).hasValue(2);
        iterations.set(0);
        assertThat(failure(Judged.class, Map.of())).hasMessageStartingWith("Load test aborted: @AfterRun Judged.");
    }

    private static final AtomicInteger judged = new AtomicInteger();

    static class Judged {
        @LoadTest(iterations = 2)
        void load() {
            iterations.incrementAndGet();
        }

        @AfterRun
        void many(RunResult result) {
            judged.incrementAndGet();
            assertThat(result.value("iterations", "count")).as("too few").isGreaterThan(1000);
        }

        @AfterRun
        void unknown(RunResult result) {
            judged.incrementAndGet();
            assertThat(result.value("gone", "count")).isZero();
        }
    }

    @Test
    void unknownMode_isAnError() {
        assertThat(failure(Shared.class, Map.of("stampede.mode", "somke")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "configuration parameter 'stampede.mode': there is no mode 'somke'. Use one of full, smoke, debug,"
                                + " or remove it.");
    }

    @Test
    void wrongParameter_isNamedAsSuch() {
        assertThat(failure(Shared.class, Map.of("stampede.vus", "many")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("configuration parameter 'stampede.vus': ");
    }

    @Test
    void optionsThatAreNowhere_areAnError() {
        assertThat(failure(Nowhere.class, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "@LoadTest on Nowhere.load(): options names \"gone.json\", which is neither a method of Nowhere"
                                + " without parameters nor a file on the class path or in the working directory. Correct the name.");
    }

    static class Nowhere {
        @LoadTest(options = "gone.json")
        void load() {}
    }
}
