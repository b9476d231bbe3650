package dev.stampede.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.run.LoadOptions;
import dev.stampede.summary.SummaryOptions;
import dev.stampede.summary.SummaryOptions.Mode;
import dev.stampede.summary.SummaryOptions.TimeUnit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The settings of the summary, from where they are given to where they have an effect. */
class SummarySettingsTest {
    private final Problems problems = new Problems();

    private LoadOptions apply(OptionLayer... layers) {
        LoadOptions.Builder builder = LoadOptions.builder("shop");
        Options.merge("here", List.of(layers), problems).applyTo(builder);
        assertThat(problems.any()).isFalse();
        return builder.build();
    }

    private OptionLayer environment(Map<String, String> variables) {
        return EnvironmentLayer.read(variables, problems);
    }

    private OptionLayer parameters(Map<String, String> parameters) {
        return ParameterLayer.read(parameters::get, Set.of(), problems);
    }

    private OptionLayer file(String json) {
        return JsonLayer.read(json, "file", problems);
    }

    @Test
    void whatIsNotGiven_staysAsTheBuilderHasIt() {
        SummaryOptions own = SummaryOptions.DEFAULT.withColor(true).withTrendStats(List.of("med"));
        LoadOptions.Builder builder = LoadOptions.builder("shop").summary(own).quiet(true);
        Options.merge("here", List.of(), problems).applyTo(builder);

        assertThat(builder.build().summary()).isEqualTo(own);
        assertThat(builder.build().quiet()).isTrue();

        Options.merge("here", List.of(environment(Map.of("K6_SUMMARY_MODE", "full"))), problems)
                .applyTo(builder);
        assertThat(builder.build().summary()).isEqualTo(own.withMode(Mode.FULL));
    }

    @Test
    void environment_isApplied() {
        LoadOptions options = apply(environment(Map.of(
                "K6_SUMMARY_TREND_STATS", "avg,p(99)",
                "K6_SUMMARY_TIME_UNIT", "ms",
                "K6_SUMMARY_MODE", "disabled",
                "K6_SUMMARY_EXPORT", "target/summary.json")));

        assertThat(options.summary())
                .isEqualTo(new SummaryOptions(List.of("avg", "p(99)"), TimeUnit.MILLISECONDS, Mode.DISABLED, false));
        assertThat(options.summaryExport()).isEqualTo(Path.of("target/summary.json"));
        assertThat(options.quiet()).isFalse();
    }

    @Test
    void parameters_areApplied() {
        LoadOptions options = apply(parameters(Map.of(
                "stampede.summaryTimeUnit", "auto",
                "stampede.summaryMode", "full",
                "stampede.summaryExport", "out.json",
                "stampede.quiet", "true")));

        assertThat(options.summary()).isEqualTo(SummaryOptions.DEFAULT.withMode(Mode.FULL));
        assertThat(options.summaryExport()).isEqualTo(Path.of("out.json"));
        assertThat(options.quiet()).isTrue();
    }

    @Test
    void file_andEnvironment_areMerged() {
        LoadOptions options = apply(
                file("{\"summaryTrendStats\": [\"max\"], \"summaryTimeUnit\": \"s\"}"),
                environment(Map.of("K6_SUMMARY_TIME_UNIT", "us", "K6_SUMMARY_MODE", "")));

        assertThat(options.summary())
                .isEqualTo(SummaryOptions.DEFAULT.withTrendStats(List.of("max")).withTimeUnit(TimeUnit.MICROSECONDS));
    }

    @Test
    void unknownMode_isAProblemThatNamesTheModes() {
        Options unused = Options.merge("here", List.of(environment(Map.of("K6_SUMMARY_MODE", "legacy"))), problems);

        assertThat(problems.all())
                .containsExactly(
                        "here: invalid summary mode 'legacy', given as summaryMode = \"legacy\" (from environment"
                                + " variable K6_SUMMARY_MODE). Use one of compact, full, disabled, or leave it out for compact.");
    }

    @Test
    void exportThatIsNoPath_isAProblem() {
        OptionLayer layer = parameters(Map.of("stampede.summaryExport", "a\0b"));
        Options unused = Options.merge("here", List.of(layer), problems);

        assertThat(problems.all())
                .containsExactly("here: the summary cannot be written there: Nul character not allowed, given as"
                        + " summaryExport = \"a\0b\" (from configuration parameter 'stampede.summaryExport'). Use the path"
                        + " of a file, such as \"target/summary.json\".");
    }

    @Test
    void modeExportAndQuiet_areNoOptionsOfFiles() {
        OptionLayer unused = file("{\"summaryMode\": \"full\", \"summaryExport\": \"a.json\", \"quiet\": true}");

        assertThat(problems.all())
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).contains("json: unknown field"));
    }

    @Test
    void sources_showWhatWasGiven() {
        Options options = Options.merge(
                "here",
                List.of(
                        environment(Map.of("K6_SUMMARY_MODE", "full", "K6_SUMMARY_EXPORT", "a.json")),
                        parameters(Map.of("stampede.quiet", "1"))),
                problems);

        assertThat(options.sources())
                .containsExactly(
                        "summaryMode = \"full\" (from environment variable K6_SUMMARY_MODE)",
                        "summaryExport = \"a.json\" (from environment variable K6_SUMMARY_EXPORT)",
                        "quiet = true (from configuration parameter 'stampede.quiet')");
    }

    @Test
    void quiet_hasNoVariable() {
        assertThat(Setting.QUIET.variable()).isNull();
        assertThat(apply(environment(Map.of("K6_QUIET", "true"))).quiet()).isFalse();
    }
}
