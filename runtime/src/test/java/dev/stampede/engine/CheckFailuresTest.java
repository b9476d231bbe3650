package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stampede.CheckAssertion;
import dev.stampede.clock.Clock;
import dev.stampede.clock.FakeClock;
import dev.stampede.metrics.Allocations;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.segments.Share;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept of checks that failed, and what keeping it costs. */
class CheckFailuresTest {
    private final Clock clock = new FakeClock();
    private final MetricRegistry registry = new MetricRegistry();
    private final Recorder recorder = new Recorder();
    private final RunState state = new RunState(clock);
    private final VuSession vu = session(3, "", SystemTag.DEFAULTS);

    CheckFailuresTest() {
        vu.activate(Scenario.of("browse", new LoadProfile.ConstantVus(1, Duration.ofSeconds(1))));
        vu.iteration(4, 4, Share.WHOLE);
    }

    private VuSession session(int number, String group, Set<SystemTag> systemTags) {
        SampleContext samples = new SampleContext(registry, recorder, clock, systemTags, number, registry.rootTags());
        return new VuSession(number, Share.WHOLE, group, Map.of(), samples, state);
    }

    private String detail(String group, String check) {
        return state.checkFailures().detail(group, check);
    }

    @Test
    void checkThatHolds_hasNoDetail() {
        vu.check("a", true);
        vu.check("b", () -> {});

        assertThat(detail("", "a")).isEmpty();
        assertThat(detail("", "b")).isEmpty();
    }

    @Test
    void condition_hasTheCallBeforeItAndWhereItWas() {
        vu.samples().lastCall().answered("GET", "http://joe:secret@localhost:8080/products", 503);
        vu.dataRow(17);

        vu.check("status is 200", false);

        assertThat(detail("", "status is 200"))
                .isEqualTo("GET http://****@localhost:8080/products -> 503;"
                        + " first in VU 3, iteration 4, scenario browse, data row 17");
    }

    @Test
    void assertion_saysInOneLineWhatItExpected() {
        vu.samples().lastCall().failed("POST", "http://localhost:8080/cart", "dial: connection refused");

        vu.check("bought", () -> assertThat("sorry").as("answer").isEqualTo("thanks"));

        assertThat(detail("", "bought")).isEqualTo("""
                [answer] expected: "thanks" but was: "sorry"
                POST http://localhost:8080/cart -> dial: connection refused; first in VU 3, iteration 4, scenario browse""");
    }

    @Test
    void callOfAnEarlierIteration_isNotShown() {
        vu.samples().lastCall().answered("GET", "http://localhost:8080/", 200);
        vu.iteration(5, 5, Share.WHOLE);

        vu.check("status is 200", false);

        assertThat(detail("", "status is 200")).isEqualTo("first in VU 3, iteration 5, scenario browse");
    }

    @Test
    void onlyTheFirstFailureOfEachCheckInEachGroup_isKept() {
        vu.check("status is 200", false);
        vu.iteration(5, 5, Share.WHOLE);
        vu.check("status is 200", false);
        vu.group("cart", () -> vu.group("pay", () -> vu.check("status is 200", false)));

        assertThat(detail("", "status is 200")).contains("iteration 4");
        assertThat(detail("::cart::pay", "status is 200")).contains("iteration 5");
    }

    @Test
    void exceptionOfACheck_isNamedWithItsType_andComesThrough() {
        assertThat(catchThrowable(() -> vu.check("read", () -> {
                    throw new IOException("gone");
                })))
                .hasMessage("gone");

        assertThat(detail("", "read")).startsWith("java.io.IOException: gone\n");
    }

    @Test
    void assertionWithoutMessage_isNamedByItsPlace() {
        CheckAssertion silent = () -> {
            throw new AssertionError();
        };
        vu.check("silent", silent);
        vu.check("mute", () -> {
            throw new Mute();
        });

        assertThat(detail("", "silent")).matches("AssertionError( at .+)?\nfirst in .+");
        assertThat(detail("", "mute")).matches("Mute( at .+)?\nfirst in .+");
    }

    private static final class Mute extends AssertionError {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @Test
    void setup_isNoIteration() {
        session(0, "::setup", SystemTag.DEFAULTS).check("shop is open", false);

        assertThat(detail("::setup", "shop is open")).isEqualTo("first in setup()");
    }

    @Test
    void cutOffIteration_saysNothing() {
        vu.samples().cancel();
        vu.check("late", false);

        assertThat(detail("", "late")).isEmpty();
    }

    @Test
    void tagsThatAreLeftOut_areNotMissed() {
        VuSession noGroup = session(3, "", EnumSet.of(SystemTag.CHECK));
        noGroup.group("cart", () -> noGroup.check("status is 200", false));
        session(3, "", EnumSet.of(SystemTag.GROUP)).check("unseen", false);

        assertThat(detail("", "status is 200")).isNotEmpty();
        assertThat(detail("", "unseen")).isEmpty();
    }

    @Test
    void numberOfDetails_isBounded() {
        for (int i = 0; i < 300; i++) {
            vu.check("check " + i, false);
        }

        assertThat(detail("", "check 199")).isNotEmpty();
        assertThat(detail("", "check 200")).isEmpty();
    }

    @Test
    void messageOfABigBody_isCut() {
        vu.check("body", () -> assertThat("x".repeat(1_000_000)).contains("product"));

        assertThat(detail("", "body").lines().findFirst().orElseThrow())
                .hasSize(500)
                .startsWith("Expecting actual: \"xxx")
                .endsWith("to contain: \"product\"");
    }

    @Test
    void exceptionItself_isNotKept() throws InterruptedException {
        WeakReference<AssertionError> thrown = failWith("big");

        for (int i = 0; i < 100 && thrown.get() != null; i++) {
            System.gc();
            Thread.sleep(10); // the collector takes its time
        }

        assertThat(thrown.get()).isNull();
        assertThat(detail("", "big")).startsWith("big\n");
    }

    private WeakReference<AssertionError> failWith(String message) {
        AssertionError error = new AssertionError(message);
        vu.check(message, () -> {
            throw error;
        });
        return new WeakReference<>(error);
    }

    @Test
    void steadyState_ofChecks_allocatesNothing() {
        AssertionError thrown = new AssertionError("known");
        CheckAssertion fails = () -> {
            throw thrown;
        };
        CheckAssertion holds = () -> {};
        for (int i = 0; i < 300; i++) {
            vu.check("check " + i, false); // also those there was no room for
        }
        Runnable checking = () -> {
            for (int i = 0; i < 400; i++) {
                vu.samples().lastCall().answered("GET", "http://localhost:8080/products", 503);
                vu.check("check 1", i % 2 == 0);
                vu.check("check 299", false);
                vu.check("check 2", fails);
                vu.check("check 3", holds);
            }
        };
        for (int i = 0; i < 10; i++) {
            checking.run();
            recorder.drain((second, series, sink) -> {});
        }

        assertThat(Allocations.of(checking)).isZero();
    }
}
