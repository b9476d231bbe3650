package dev.stampede.results.view;

import dev.stampede.metrics.Aggregation;
import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricSelector;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.ValueType;
import dev.stampede.results.figures.Limits;
import dev.stampede.results.figures.RunFigures;
import dev.stampede.results.runs.DeclaredThreshold;
import dev.stampede.results.runs.Run;
import dev.stampede.thresholds.ThresholdExpression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A threshold and how it stands.
 *
 * @param value what was measured over all generators
 * @param text the same for people
 * @param failed whether it does not hold; where nothing was measured, what whoever ran the run said
 * @param said what whoever ran the run said
 * @param problem why it cannot be judged; empty if it can
 */
public record ThresholdRow(
        String metric,
        String expression,
        boolean abortOnFail,
        @Nullable Double value,
        String text,
        @Nullable Boolean failed,
        @Nullable Boolean said,
        String problem) {

    /** To be called while the run's figures are looked at. */
    static List<ThresholdRow> of(Run run, RunFigures figures) {
        List<DeclaredThreshold> declared = run.facts().thresholds();
        List<Limits.State> states = run.judged(figures);
        List<ThresholdRow> rows = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            rows.add(row(declared.get(i), states.get(i), figures));
        }
        return rows;
    }

    private static ThresholdRow row(DeclaredThreshold declared, Limits.State state, RunFigures figures) {
        boolean measured = state.samples() > 0 && Double.isFinite(state.observed());
        Boolean said = declared.failed();
        return new ThresholdRow(
                declared.metric(),
                declared.expression(),
                declared.abortOnFail(),
                measured ? state.observed() : null,
                measured ? text(declared, state.observed(), figures) : "",
                (measured || said == null) ? state.failed() : said,
                said,
                state.problem());
    }

    private static String text(DeclaredThreshold declared, double value, RunFigures figures) {
        Metric metric =
                figures.registry().find(MetricSelector.parse(declared.metric()).metric());
        if (metric == null) {
            return Texts.number(value);
        }
        Aggregation.Method method =
                ThresholdExpression.parse(declared.expression()).aggregation().method();
        if (method == Aggregation.Method.RATE) {
            return metric.type() == MetricType.RATE
                    ? Texts.percent(value)
                    : Texts.value(value, metric.contains()) + "/s";
        }
        boolean counted = method == Aggregation.Method.COUNT && metric.type() == MetricType.TREND;
        return Texts.value(value, counted ? ValueType.DEFAULT : metric.contains());
    }
}
