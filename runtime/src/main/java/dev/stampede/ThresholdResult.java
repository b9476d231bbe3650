package dev.stampede;

/**
 * One threshold and how it stood when it was last evaluated.
 *
 * @param metric metric or sub-metric as declared
 * @param expression expression as declared
 * @param observed measured value; NaN when there was nothing to measure
 * @param samples how many samples it was measured over
 * @param failed whether the value was outside the limit
 * @param declared false for a default threshold that nobody wrote down
 */
public record ThresholdResult(
        String metric, String expression, double observed, long samples, boolean failed, boolean declared) {}
