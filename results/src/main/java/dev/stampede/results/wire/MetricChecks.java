package dev.stampede.results.wire;

import dev.stampede.metrics.Histogram;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.output.cloud.proto.BucketSpan;
import dev.stampede.output.cloud.proto.Label;
import dev.stampede.output.cloud.proto.Metric;
import dev.stampede.output.cloud.proto.MetricSet;
import dev.stampede.output.cloud.proto.MetricType;
import dev.stampede.output.cloud.proto.TimeSeries;
import dev.stampede.output.cloud.proto.Timestamp;
import dev.stampede.output.cloud.proto.TrendHdrValue;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with metrics that could be read: each problem in words, at most {@value #MOST}. */
final class MetricChecks {
    static final int MOST = 20;

    /** Most labels of a series. k6 has some twenty of its own. */
    private static final int MOST_LABELS = 200;

    private static final int MOST_LABEL_LENGTH = 16_384;
    private static final int MOST_PERIOD = 3600;
    /** In the year 2242: a larger time cannot be told in nanoseconds. */
    private static final long LATEST = 1L << 33;

    private final List<String> problems = new ArrayList<>();

    private MetricChecks() {}

    static List<String> problems(MetricSet metrics) {
        MetricChecks checks = new MetricChecks();
        int period = metrics.getAggregationPeriod();
        if (period < 1 || period > MOST_PERIOD) {
            checks.problem("aggregation_period must be from 1 to " + MOST_PERIOD + " s but is "
                    + Integer.toUnsignedString(period));
        }
        metrics.getMetricsList().forEach(checks::look);
        return checks.problems;
    }

    private void problem(String text) {
        if (problems.size() < MOST) {
            problems.add(text);
        }
    }

    private void look(Metric metric) {
        String name = shown(metric.getName());
        if (!MetricRegistry.isValidName(metric.getName())) {
            problem("'" + name + "' cannot be a metric's name");
            return;
        }
        TimeSeries.SamplesCase expected = switch (metric.getType()) {
            case METRIC_TYPE_COUNTER -> TimeSeries.SamplesCase.COUNTER_SAMPLES;
            case METRIC_TYPE_GAUGE -> TimeSeries.SamplesCase.GAUGE_SAMPLES;
            case METRIC_TYPE_RATE -> TimeSeries.SamplesCase.RATE_SAMPLES;
            case METRIC_TYPE_TREND -> TimeSeries.SamplesCase.TREND_HDR_SAMPLES;
            case METRIC_TYPE_UNSPECIFIED, UNRECOGNIZED -> TimeSeries.SamplesCase.SAMPLES_NOT_SET;
        };
        if (metric.getType() == MetricType.METRIC_TYPE_UNSPECIFIED || metric.getType() == MetricType.UNRECOGNIZED) {
            problem(name + " has no type: " + metric.getTypeValue());
            return;
        }
        for (TimeSeries series : metric.getTimeSeriesList()) {
            if (series.getSamplesCase() != expected) {
                problem(name + " is a " + metric.getType().name().substring(12).toLowerCase(java.util.Locale.ROOT)
                        + " but has " + series.getSamplesCase().name().toLowerCase(java.util.Locale.ROOT));
            } else {
                labels(name, series.getLabelsList());
                values(name, series);
            }
        }
    }

    private void labels(String metric, List<Label> labels) {
        if (labels.size() > MOST_LABELS) {
            problem(metric + " has a series of " + labels.size() + " labels, more than " + MOST_LABELS);
        }
        for (Label label : labels) {
            if (label.getName().isEmpty()) {
                problem(metric + " has a label without a name");
            } else if (label.getName().length() > MOST_LABEL_LENGTH
                    || label.getValue().length() > MOST_LABEL_LENGTH) {
                problem(metric + " has a label that is longer than " + MOST_LABEL_LENGTH + " characters: "
                        + shown(label.getName()));
            }
        }
    }

    private void values(String metric, TimeSeries series) {
        switch (series.getSamplesCase()) {
            case COUNTER_SAMPLES ->
                series.getCounterSamples().getValuesList().forEach(value -> {
                    time(metric, value.getTime());
                    finite(metric, value.getValue());
                });
            case GAUGE_SAMPLES ->
                series.getGaugeSamples().getValuesList().forEach(value -> {
                    time(metric, value.getTime());
                    finite(metric, value.getLast(), value.getMin(), value.getMax(), value.getAvg());
                });
            case RATE_SAMPLES ->
                series.getRateSamples().getValuesList().forEach(value -> {
                    time(metric, value.getTime());
                    if (Integer.compareUnsigned(value.getNonzeroCount(), value.getTotalCount()) > 0) {
                        problem(metric + " has a rate of " + Integer.toUnsignedString(value.getNonzeroCount()) + " in "
                                + Integer.toUnsignedString(value.getTotalCount()));
                    }
                });
            case TREND_HDR_SAMPLES ->
                series.getTrendHdrSamples().getValuesList().forEach(value -> trend(metric, value));
            case SAMPLES_NOT_SET -> problem(metric + " has a series without samples");
        }
    }

    private void trend(String metric, TrendHdrValue value) {
        time(metric, value.getTime());
        finite(metric, value.getSum(), value.getMinValue(), value.getMaxValue());
        if (value.getMinResolution() != Histogram.RESOLUTION) {
            problem(metric + " has a resolution of " + value.getMinResolution() + " where it must be "
                    + Histogram.RESOLUTION);
        }
        long index = 0;
        long buckets = 0;
        for (BucketSpan span : value.getSpansList()) {
            index += Integer.toUnsignedLong(span.getOffset()) + Integer.toUnsignedLong(span.getLength());
            buckets += Integer.toUnsignedLong(span.getLength());
        }
        if (buckets != value.getCountersCount() || index - 1 > Histogram.LARGEST_INDEX) {
            problem(metric + " has a histogram of " + value.getCountersCount() + " counters whose spans have " + buckets
                    + " buckets up to " + (index - 1));
            return;
        }
        long count = Integer.toUnsignedLong(value.getExtraLowValuesCounter())
                + Integer.toUnsignedLong(value.getExtraHighValuesCounter());
        for (int i = 0; i < value.getCountersCount(); i++) {
            count += Integer.toUnsignedLong(value.getCounters(i));
        }
        if (count != Integer.toUnsignedLong(value.getCount())) {
            problem(metric + " has a histogram of " + count + " values whose count is "
                    + Integer.toUnsignedString(value.getCount()));
        }
    }

    private void time(String metric, Timestamp time) {
        if (time.getSeconds() <= 0
                || time.getSeconds() >= LATEST
                || time.getNanos() < 0
                || time.getNanos() >= 1_000_000_000) {
            problem(metric + " has a value at a time that cannot be: " + time.getSeconds() + " s");
        }
    }

    private void finite(String metric, double... values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                problem(metric + " has a value that is no number: " + value);
            }
        }
    }

    private static String shown(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
