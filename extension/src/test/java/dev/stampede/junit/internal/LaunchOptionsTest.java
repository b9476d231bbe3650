package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.Scenario;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options files that are named when the tests are started: over the annotations, under everything else. */
class LaunchOptionsTest {
    private static final String FILE = """
            {"scenarios": {"soak": {"executor": "constant-vus", "vus": 3, "duration": "1h"}}}
            """;

    @TempDir
    Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("soak.json"), FILE);
    }

    static class Loads {
        @LoadTest(vus = 2, iterations = 2)
        @Threshold(metric = "checks", value = "rate>0.9")
        void load() {}
    }

    private static LoadPlan plan(Map<String, String> parameters, Map<String, String> environment) {
        Method method;
        try {
            method = Loads.class.getDeclaredMethod("load");
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
        LoadPlan plan = LoadPlan.of(
                new Site(Loads.class, List.of(), method),
                method.getAnnotation(LoadTest.class),
                new Surroundings(parameters::get, environment));
        plan.check();
        return plan;
    }

    @Test
    void file_isOverTheAnnotation() {
        for (String parameter : List.of("stampede.options", "stampede.flag.options")) {
            LoadPlan plan = plan(Map.of(parameter, file.toString()), Map.of());

            assertThat(plan.options().scenarios())
                    .containsExactly(Scenario.of("soak", new LoadProfile.ConstantVus(3, Duration.ofHours(1))));
            assertThat(plan.notes()).isEmpty();
        }
    }

    @Test
    void whatTheFileDoesNotSay_staysTheAnnotations() {
        LoadPlan plan = plan(Map.of("stampede.options", file.toString()), Map.of());

        assertThat(plan.options().thresholds()).hasSize(1);
        assertThat(plan.sources())
                .contains(
                        "thresholds = [checks rate>0.9] (from the annotation)",
                        "scenarios = [soak] (from options file " + file + ")");
    }

    @Test
    void parametersEnvironmentAndFlags_areOverTheFile() {
        String options = file.toString();
        LoadProfile one = new LoadProfile.ConstantVus(1, Duration.ofSeconds(5));

        assertThat(List.of(
                        plan(Map.of("stampede.flag.options", options, "stampede.duration", "5s"), Map.of()),
                        plan(Map.of("stampede.flag.options", options), Map.of("K6_DURATION", "5s")),
                        plan(Map.of("stampede.options", options, "stampede.flag.duration", "5s"), Map.of())))
                .allSatisfy(plan -> assertThat(plan.options().scenarios())
                        .extracting(Scenario::profile)
                        .containsExactly(one));
    }
}
