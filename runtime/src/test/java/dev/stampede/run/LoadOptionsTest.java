package dev.stampede.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.Scenario;
import dev.stampede.health.GeneratorHealth;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunArchive;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.secrets.LocalSecrets;
import dev.stampede.segments.Share;
import dev.stampede.summary.SummaryOptions;
import dev.stampede.thresholds.ThresholdSpec;
import dev.stampede.traces.Propagator;
import dev.stampede.traces.TraceOptions;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoadOptionsTest {
    /** For each setter a value that is not the default. */
    private static final Map<String, Object> SAMPLES = Map.ofEntries(
            Map.entry("name", "another"),
            Map.entry("profile", new ConstantVus(3, Duration.ofSeconds(1))),
            Map.entry("gracefulStop", Duration.ofSeconds(7)),
            Map.entry("scenarios", List.of(Scenario.of("buy", new ConstantVus(2, Duration.ofSeconds(1))))),
            Map.entry("share", Share.of("1/2:1", "")),
            Map.entry("minIterationDuration", Duration.ofSeconds(2)),
            Map.entry("setup", false),
            Map.entry("teardown", false),
            Map.entry("setupTimeout", Duration.ofSeconds(3)),
            Map.entry("teardownTimeout", Duration.ofSeconds(4)),
            Map.entry("shutdownTimeout", Duration.ofSeconds(5)),
            Map.entry("env", Map.of("a", "b")),
            Map.entry("tags", Map.of("c", "d")),
            Map.entry("systemTags", Set.of(SystemTag.VU)),
            Map.entry("thresholds", List.of(ThresholdSpec.of("http_reqs", "count>1"))),
            Map.entry("onError", ErrorPolicy.ABORT),
            Map.entry("outputs", List.of(new Nowhere())),
            Map.entry("http", HttpOptions.builder().maxRedirects(1).build()),
            Map.entry("console", (Consumer<String>) block -> {}),
            Map.entry("summary", SummaryOptions.DEFAULT.withColor(true)),
            Map.entry("summaryExport", Path.of("summary.json")),
            Map.entry("listeners", List.<RunListener>of(result -> {})),
            Map.entry("report", Path.of("{name}.html")),
            Map.entry("quiet", true),
            Map.entry("folder", Path.of("kept")),
            Map.entry("tracing", TraceOptions.of(Propagator.W3C)),
            Map.entry("secretSource", LocalSecrets.of("mock=a=b")),
            Map.entry("secrets", Set.of("a")),
            Map.entry("archive", (RunArchive) out -> {}),
            Map.entry("generatorHealth", GeneratorHealth.WARN),
            Map.entry("warmUp", WarmUp.ON));

    @Test
    void samples_haveEverySetter() {
        assertThat(setters().stream().map(Method::getName)).containsExactlyInAnyOrderElementsOf(SAMPLES.keySet());
    }

    static List<Method> setters() {
        return Arrays.stream(LoadOptions.Builder.class.getMethods())
                .filter(method -> method.getReturnType() == LoadOptions.Builder.class)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("setters")
    void toBuilder_keepsWhatWasSet(Method setter) throws ReflectiveOperationException {
        LoadOptions.Builder builder = LoadOptions.builder("shop").console(block -> {});
        LoadOptions defaults = builder.build();
        setter.invoke(builder, requireNonNull(SAMPLES.get(setter.getName()), setter.getName()));
        LoadOptions changed = builder.build();

        assertThat(values(changed)).isNotEqualTo(values(defaults));
        assertThat(values(changed.toBuilder().build())).isEqualTo(values(changed));
    }

    @Test
    void defaults_printTheWholeSummary_andNoFile() {
        LoadOptions defaults = LoadOptions.builder("shop").build();

        assertThat(defaults.summary()).isEqualTo(SummaryOptions.DEFAULT);
        assertThat(defaults.summaryExport()).isNull();
        assertThat(defaults.quiet()).isFalse();
    }

    private static Map<String, Object> values(LoadOptions options) throws ReflectiveOperationException {
        Map<String, Object> values = new TreeMap<>();
        for (Method method : LoadOptions.class.getDeclaredMethods()) {
            boolean getter = method.getParameterCount() == 0
                    && !method.isSynthetic()
                    && !method.getName().equals("toBuilder");
            if (getter) {
                @Nullable Object value = method.invoke(options);
                values.put(method.getName(), value == null ? "null" : value);
            }
        }
        return values;
    }

    private static final class Nowhere implements Output {
        @Override
        public String describe() {
            return "nowhere";
        }

        @Override
        public void start(RunDescription run, RunControl control) {}

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {}

        @Override
        public void finish(RunOutcome outcome) {}
    }
}
