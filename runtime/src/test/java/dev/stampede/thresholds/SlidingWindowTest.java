package dev.stampede.thresholds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stampede.ThresholdResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows against the plain definition of what they are. */
class SlidingWindowTest {

    private record Sample(long millis, double value) {}

    private static final List<String> CASES = List.of(
            "http_req_duration max<%d",
            "http_req_duration avg<%d",
            "http_req_duration min>%d",
            "http_reqs count<%d",
            "http_reqs count>%d",
            "http_reqs rate<=%d",
            "http_req_failed rate<%d",
            "vus value<%d",
            "vus value>%d");

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void worstWindow_isThatOfTheOracle(int seed) {
        Random random = new Random(seed);
        String[] parts =
                CASES.get(seed % CASES.size()).formatted(random.nextInt(40)).split(" ", -1);
        int length = random.nextInt(5, 90);
        int over = random.nextInt(1, 40);
        List<Sample> samples = samples(random, parts[0], length);
        FedThresholds fed = new FedThresholds(
                        0,
                        FedThresholds.lasting(length),
                        ThresholdSpec.of(parts[0], parts[1]).over(Duration.ofSeconds(over)))
                .start();

        // as the run does it: every second a drain, every two an evaluation, samples up to a second late
        int next = 0;
        for (int second = 1; second < length; second++) {
            while (next < samples.size() && samples.get(next).millis() < second * 1000L - random.nextInt(1, 1000)) {
                fed.record(
                        parts[0],
                        samples.get(next).millis(),
                        samples.get(next++).value());
            }
            if (second % 2 == 0) {
                fed.evaluate(second * 1000L);
            } else {
                fed.drain();
            }
        }
        for (Sample sample : samples.subList(next, samples.size())) {
            fed.record(parts[0], sample.millis(), sample.value());
        }
        ThresholdResult result = fed.end(length * 1000L - 1);

        @Nullable Worst expected = oracle(parts[0], parts[1], samples, length, over);
        if (expected == null) {
            assertThat(result.observed()).isNaN();
            assertThat(result.failed()).isFalse();
        } else {
            assertThat(result.observed()).isCloseTo(expected.value, within(1e-9));
            assertThat(result.samples()).isEqualTo(expected.samples);
            assertThat(Objects.requireNonNull(result.worst()).from()).hasSeconds(expected.from);
            assertThat(result.failed())
                    .isNotEqualTo(ThresholdExpression.parse(parts[1]).holds(result.observed()));
        }
    }

    private static List<Sample> samples(Random random, String metric, int length) {
        List<Sample> samples = new ArrayList<>();
        long at = random.nextInt(3000);
        while (at < length * 1000L - 1) {
            double value =
                    metric.equals("http_reqs") ? 1 : metric.endsWith("failed") ? random.nextInt(2) : random.nextInt(50);
            samples.add(new Sample(at, value));
            at += random.nextInt(10) == 0 ? random.nextInt(15_000) : random.nextInt(1, 900);
        }
        return samples;
    }

    private record Worst(int from, double value, int samples) {}

    /** Every window by itself; the last second is one that counters do not have whole. */
    private static @Nullable Worst oracle(String metric, String text, List<Sample> samples, int length, int over) {
        ThresholdExpression expression = ThresholdExpression.parse(text);
        boolean counter = metric.equals("http_reqs");
        int seconds = counter ? length - 1 : length;
        @Nullable Worst worst = null;
        for (int from = 0; from == 0 || from + over <= seconds; from++) {
            int begin = from;
            boolean whole = over > seconds;
            double[] in = samples.stream()
                    .filter(s -> whole || (s.millis() / 1000 >= begin && s.millis() / 1000 < begin + over))
                    .mapToDouble(Sample::value)
                    .toArray();
            @Nullable Double value = value(metric, text, in, whole ? (length * 1000L - 1) / 1000.0 : over);
            if (value == null && metric.equals("vus")) {
                value = samples.stream()
                        .filter(s -> s.millis() / 1000 < begin)
                        .map(Sample::value)
                        .reduce((a, b) -> b)
                        .orElse(null);
            }
            if (value != null && (worst == null || expression.isWorse(value, worst.value))) {
                worst = new Worst(from, value, in.length);
            }
        }
        return worst;
    }

    private static @Nullable Double value(String metric, String text, double[] in, double seconds) {
        double sum = Arrays.stream(in).sum();
        if (metric.equals("http_reqs")) {
            return text.startsWith("rate") ? sum / seconds : sum;
        }
        if (in.length == 0) {
            return null;
        }
        if (metric.equals("vus")) {
            return in[in.length - 1];
        }
        return text.startsWith("max")
                ? Arrays.stream(in).max().orElseThrow()
                : text.startsWith("min") ? Arrays.stream(in).min().orElseThrow() : sum / in.length;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "300, 1", "360, 2", "420, 2", "600, 2", "660, 3", "3600, 12", "18000, 60", "17940, 60"})
    void step_isTheSmallestThatDividesTheWindowIntoThreeHundredAtMost(long seconds, long step) {
        assertThat(SlidingWindow.step(seconds)).isEqualTo(step);
    }

    @ParameterizedTest
    @CsvSource({"600, 2", "3600, 12"})
    void longWindow_slidesByItsStep(int over, int step) {
        int length = over + 5 * step;
        ThresholdResult result = new FedThresholds(
                        0,
                        FedThresholds.lasting(length),
                        ThresholdSpec.of("http_reqs", "count<5").over(Duration.ofSeconds(over)))
                .start()
                .each("http_reqs", over, over + step, 1)
                .end(length * 1000L);

        assertThat(result.observed()).isEqualTo(step);
        assertThat(result.worst())
                .isEqualTo(
                        new ThresholdResult.Window(Duration.ofSeconds(step), Duration.ofSeconds((long) over + step)));
    }
}
