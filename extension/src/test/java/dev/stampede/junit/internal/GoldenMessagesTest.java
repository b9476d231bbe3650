package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stampede.CheckResult;
import dev.stampede.Exemplar;
import dev.stampede.IterationErrors;
import dev.stampede.RunEnding;
import dev.stampede.ThresholdResult;
import dev.stampede.acceptance.Golden;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole messages of load tests that failed, one file each. */
class GoldenMessagesTest {
    private static final String URL = "http://localhost:3000/runs/17";

    private static final Map<String, Case> CASES = new LinkedHashMap<>();

    private record Case(
            FakeReport report, int maxVus, @Nullable String thrower) {}

    static {
        add("threshold-failed", 50, thresholds(run(9102)).url(URL));
        add(
                "traced",
                50,
                traced(thresholds(run(9102)).threshold("http_req_failed", "rate<0.01", 0.02, 18204, true))
                        .url(URL));
        add(
                "abort-on-fail",
                50,
                thresholds(run(9102))
                        .ending(
                                RunEnding.ABORTED_BY_THRESHOLD,
                                "thresholds on metrics 'http_req_duration{name:checkout}' were crossed; at least one has"
                                        + " abortOnFail enabled, stopping test prematurely")
                        .url(URL));
        add("iterations-threw", 50, errors(nothingMayThrow(run(9102), 12)).url(URL));
        add("checks-failed", 50, checks(thresholds(run(9102))).url(URL));
        add("everything-failed", 50, checks(errors(nothingMayThrow(thresholds(run(9102)), 12))));
        add("many-errors-and-checks", 50, many(thresholds(nothingMayThrow(run(9102), 78))));
        add(
                "setup-threw",
                50,
                "@BeforeRun CheckoutLoad.open()",
                run(0).duration(Duration.ofMillis(20))
                        .ending(RunEnding.ABORTED_BY_ERROR, "@BeforeRun failed: java.io.IOException: shop is closed")
                        .cause(new IOException("shop is closed"))
                        .check(new CheckResult(
                                "::setup",
                                "shop is open",
                                0,
                                1,
                                "GET http://localhost:8080/ -> dial: connection refused; first in setup()"))
                        .url(URL));
        add(
                "iteration-aborted-the-run",
                50,
                errors(nothingMayThrow(run(9102), 12))
                        .ending(RunEnding.ABORTED_BY_ERROR, "iteration 4 of VU 3 failed")
                        .cause(new IllegalStateException("no stock of\n  apples"))
                        .alsoThrown(new IllegalStateException("cannot clean up")));
        add(
                "vu-abort",
                50,
                checks(thresholds(run(9102)))
                        .ending(RunEnding.ABORTED_BY_USER, "sold out")
                        .url(URL));
        add(
                "setup-timeout",
                50,
                run(0).ending(RunEnding.TIMED_OUT, "setup() execution timed out after 60 seconds (@BeforeRun)")
                        .threshold("http_req_duration", "p(95)<300", Double.NaN, 0, false)
                        .url(URL));
        add(
                "interrupted",
                50,
                thresholds(run(9102))
                        .ending(RunEnding.ABORTED_BY_USER, "the thread that runs the load test was interrupted"));
        add(
                "system",
                50,
                thresholds(run(9102))
                        .ending(RunEnding.ABORTED_BY_SYSTEM, "the machine cannot go on: java.lang.OutOfMemoryError"));
        add(
                "nothing-was-measured",
                1,
                run(0).threshold("http_req_duration", "p(95)<300", Double.NaN, 0, true)
                        .problem("nothing was measured for http_req_duration: no iteration was completed, 50 were"
                                + " interrupted. Give them more time (duration, gracefulStop), or see what they wait"
                                + " for"));
        add(
                "metric-that-never-was",
                1,
                run(1).threshold("cart_adds", "count>0", Double.NaN, 0, true)
                        .problem("invalid threshold defined on cart_adds; reason: no metric name \"cart_adds\" found"));
    }

    private static void add(String name, int maxVus, FakeReport report) {
        CASES.put(name, new Case(report, maxVus, null));
    }

    private static void add(String name, int maxVus, String thrower, FakeReport report) {
        CASES.put(name, new Case(report, maxVus, thrower));
    }

    private static FakeReport run(long iterations) {
        return new FakeReport().iterations(iterations).duration(Duration.ofMillis(120_034));
    }

    private static FakeReport thresholds(FakeReport report) {
        return report.threshold("http_req_duration{name:checkout}", "p(95)<300", 412.7, 18204, true)
                .threshold("checks", "rate>0.99", 0.99876, 27306, false);
    }

    private static FakeReport traced(FakeReport report) {
        return report.exemplar(exemplar("dc07188080d0e2c6bfce972f00000001", "pay", 503, 12))
                .exemplar(exemplar("dc07188080d0e2c6bfce972f00000002", "home", 0, 1000))
                .exemplar(exemplar("dc07188080d0e2c6bfce972f00000003", "checkout", 200, 431))
                .exemplar(exemplar("dc07188080d0e2c6bfce972f00000004", "home", 200, 430));
    }

    private static Exemplar exemplar(String traceId, String name, int status, long millis) {
        return new Exemplar(
                traceId,
                status == 0 ? Optional.empty() : Optional.of("http://tempo/trace/" + traceId),
                status != 200,
                Instant.EPOCH,
                Duration.ofMillis(millis),
                "default",
                "",
                "GET",
                name,
                status);
    }

    private static FakeReport nothingMayThrow(FakeReport report, int thrown) {
        return report.threshold(
                new ThresholdResult("iterations_failed", "rate==0", thrown / 9102.0, 9102, true, false));
    }

    private static FakeReport errors(FakeReport report) {
        return report.error(new IterationErrors(
                        "IllegalStateException at Cart.add:17",
                        11,
                        3,
                        4,
                        "default",
                        17,
                        new IllegalStateException("no stock of\n  apples")))
                .error(new IterationErrors(
                        "AssertionError at Cart.pay:9", 1, 1, 0, "returning", 0, new AssertionError()));
    }

    private static FakeReport checks(FakeReport report) {
        return report.check(new CheckResult(
                        "",
                        "status is 200",
                        982,
                        18,
                        "GET http://localhost:8080/products -> 503; first in VU 3, iteration 4, scenario default"))
                .check(new CheckResult("", "has a title", 1000, 0, ""))
                .check(new CheckResult(
                        "::front::cart",
                        "lists products",
                        0,
                        1000,
                        "Expecting actual: \"<html>\" to contain: \"product\"\n"
                                + "GET http://localhost:8080/cart -> 200; first in VU 1, iteration 0, scenario default,"
                                + " data row 1"))
                .check(new CheckResult("::front", "nearly always", 9_999_999, 1, ""));
    }

    private static FakeReport many(FakeReport report) {
        for (int i = 1; i <= 12; i++) {
            report.error(new IterationErrors(
                    "Exception at Cart.add:" + i, 13 - i, i, 0, "default", i, new Exception("no " + i)));
            report.check(new CheckResult(
                    "", "check " + i, 100 - i, i, "first in VU " + i + ", iteration 0, scenario default"));
        }
        return report;
    }

    static List<String> names() {
        return List.copyOf(CASES.keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void message_isThatOfTheFile(String name) {
        Case one = Objects.requireNonNull(CASES.get(name));

        Throwable failure = catchThrowable(() -> Verdict.deliver(one.report, one.maxVus, one.thrower));

        Golden.assertSame("reports/" + name, String.valueOf(failure.getMessage()));
    }

    @Test
    void everyFile_hasItsCase() {
        assertThat(Golden.names("reports"))
                .containsExactlyElementsOf(names().stream().sorted().toList());
    }
}
