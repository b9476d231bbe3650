package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleValuesTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void singleValues_areKeptWhenAnOutputNeedsThem(boolean needed) throws Exception {
        Trends output = new Trends(needed);
        LoadOptions options = LoadOptions.builder("values")
                .outputs(List.of(new Trends(false), output))
                .console(text -> {})
                .build();

        LoadRunner.run(options, scope -> () -> scope.vu().trend("mine").add(4.5));

        assertThat(output.values).isEqualTo(needed ? List.of(4.5) : List.of());
    }

    @Test
    void cleared_itHoldsNothing() {
        Sink.ValuedTrendSink sink = new Sink.ValuedTrendSink();
        for (int i = 0; i < 5000; i++) {
            sink.add(i, i);
        }
        sink.clear();
        sink.add(7, 2_000_000_000L);

        assertThat(sink.count()).isEqualTo(1);
        assertThat(sink.value(0)).isEqualTo(7);
        assertThat(sink.second(0)).isEqualTo(2);
    }

    /** Keeps single values of the trend {@code mine}. */
    private static final class Trends implements Output {
        private final boolean needsValues;
        private final List<Double> values = new ArrayList<>();

        Trends(boolean needsValues) {
            this.needsValues = needsValues;
        }

        @Override
        public String describe() {
            return "trends";
        }

        @Override
        public boolean needsValues() {
            return needsValues;
        }

        @Override
        public void start(RunDescription run, RunControl control) {}

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {
            if (series.metric().name().equals("mine") && sink instanceof Sink.ValuedTrendSink valued) {
                for (int i = 0; i < valued.count(); i++) {
                    values.add(valued.value(i));
                }
            }
        }

        @Override
        public void finish(RunOutcome outcome) {}
    }
}
