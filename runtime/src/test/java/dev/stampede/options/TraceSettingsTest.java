package dev.stampede.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.run.LoadOptions;
import dev.stampede.traces.Propagator;
import dev.stampede.traces.TraceOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceSettingsTest {
    private final Problems problems = new Problems();

    private Options environment(Map<String, String> environment) {
        return Options.merge("here", List.of(EnvironmentLayer.read(environment, problems)), problems);
    }

    private LoadOptions applied(LoadOptions.Builder to, Map<String, String> environment) {
        environment(environment).applyTo(to);
        problems.throwIfAny();
        return to.build();
    }

    private static LoadOptions.Builder builder() {
        return LoadOptions.builder("cart");
    }

    @Test
    void nothingGiven_tracesNothing() {
        assertThat(applied(builder(), Map.of()).tracing()).isNull();
    }

    @Test
    void propagationAlone_samplesAllAndHasNoLink() {
        assertThat(applied(builder(), Map.of("STAMPEDE_TRACE_PROPAGATION", "w3c"))
                        .tracing())
                .isEqualTo(new TraceOptions(Propagator.W3C, 1, null));
    }

    @Test
    void everythingGiven_isTaken() {
        Map<String, String> all = Map.of(
                "STAMPEDE_TRACE_PROPAGATION", "jaeger",
                "STAMPEDE_TRACE_SAMPLING", "0.25",
                "STAMPEDE_TRACE_LINK", "http://tempo/{traceId}");

        assertThat(applied(builder(), all).tracing())
                .isEqualTo(new TraceOptions(Propagator.JAEGER, 0.25, "http://tempo/{traceId}"));
    }

    @Test
    void samplingAndLinkWithoutPropagation_traceNothing() {
        assertThat(applied(builder(), Map.of("STAMPEDE_TRACE_SAMPLING", "0.25")).tracing())
                .isNull();
    }

    @Test
    void whatTheBuilderSays_staysForTheRest() {
        TraceOptions base = new TraceOptions(Propagator.W3C, 0.5, "http://tempo/{traceId}");

        assertThat(applied(builder().tracing(base), Map.of()).tracing()).isEqualTo(base);
        assertThat(applied(builder().tracing(base), Map.of("STAMPEDE_TRACE_SAMPLING", "0"))
                        .tracing())
                .isEqualTo(new TraceOptions(Propagator.W3C, 0, "http://tempo/{traceId}"));
        assertThat(applied(builder().tracing(base), Map.of("STAMPEDE_TRACE_PROPAGATION", "jaeger"))
                        .tracing())
                .isEqualTo(new TraceOptions(Propagator.JAEGER, 0.5, "http://tempo/{traceId}"));
    }

    @Test
    void none_switchesItOff() {
        LoadOptions.Builder traced = builder().tracing(TraceOptions.of(Propagator.W3C));

        assertThat(applied(traced, Map.of("STAMPEDE_TRACE_PROPAGATION", "none")).tracing())
                .isNull();
    }

    @Test
    void wrongValues_areToldAllAtOnce() {
        Options unused = environment(Map.of(
                "STAMPEDE_TRACE_PROPAGATION", "b3",
                "STAMPEDE_TRACE_SAMPLING", "10",
                "STAMPEDE_TRACE_LINK", "http://tempo/{traceid}"));

        assertThat(problems.all())
                .containsExactly(
                        "here: unknown propagator 'b3', given as tracePropagation = \"b3\" (from environment variable"
                                + " STAMPEDE_TRACE_PROPAGATION). Use one of w3c, jaeger, none, or leave it out for none.",
                        "here: traceSampling must be between 0 and 1, given as traceSampling = 10.0 (from environment"
                                + " variable STAMPEDE_TRACE_SAMPLING). Use a share such as 0.1 for every tenth request, or"
                                + " leave it out for all.",
                        "here: traceLink does not say where the trace's id goes, given as traceLink ="
                                + " \"http://tempo/{traceid}\" (from environment variable STAMPEDE_TRACE_LINK). Put"
                                + " {traceId} in its place, such as \"https://tempo.example.com/trace/{traceId}\".");
    }

    @Test
    void samplingThatIsNoNumber_isAProblem() {
        Options unused = environment(Map.of("STAMPEDE_TRACE_SAMPLING", "NaN"));
        OptionLayer file = JsonLayer.read("{\"traceSampling\": \"all\"}", "options file load.json", problems);

        assertThat(file.get(Setting.TRACE_SAMPLING)).isNull();
        assertThat(problems.all())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("a number").contains("such as 0.1"));
    }
}
