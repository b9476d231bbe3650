package dev.stampede.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.IterationErrors;
import dev.stampede.SecretException;
import dev.stampede.segments.Share;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrorLogTest {
    private final EngineHarness engine = new EngineHarness();
    private final ErrorLog log = new ErrorLog();
    private final VuSession vu = new VuSession(3, Share.WHOLE, "", engine.env, engine.samples(3), engine.state);

    ErrorLogTest() {
        vu.activate(Scenario.of("browse", new LoadProfile.ConstantVus(1, Duration.ofSeconds(1))));
        vu.iteration(4, 4, Share.WHOLE);
    }

    private static <T extends Throwable> T thrownAt(T thrown, StackTraceElement... frames) {
        thrown.setStackTrace(frames);
        return thrown;
    }

    private static StackTraceElement frame(String type, String method, int line) {
        return new StackTraceElement(type, method, null, line);
    }

    @Test
    void fingerprint_isTypeAndFirstFrameOutsideOfLibraries() {
        assertThat(ErrorLog.fingerprint(thrownAt(
                        new IllegalStateException(),
                        frame("java.util.Objects", "requireNonNull", 1),
                        frame("org.example.shop.Cart", "add", 17),
                        frame("dev.stampede.engine.Iterations", "run", 5))))
                .isEqualTo("IllegalStateException at Cart.add:17");
    }

    @Test
    void fingerprint_ofASecretThatCannotBeHad_isWhereTheTestAsksForIt() {
        assertThat(ErrorLog.fingerprint(thrownAt(
                        new SecretException("none"),
                        frame("dev.stampede.secrets.RunSecrets", "value", 83),
                        frame("dev.stampede.engine.VuSession", "secret", 5),
                        frame("org.example.shop.Cart", "add", 17))))
                .isEqualTo("SecretException at Cart.add:17");
    }

    @Test
    void fingerprint_namesTheMethodALambdaIsIn() {
        assertThat(ErrorLog.fingerprint(
                        thrownAt(new IllegalStateException(), frame("org.example.Checkout", "lambda$checkout$0", 17))))
                .isEqualTo("IllegalStateException at Checkout.checkout:17");
    }

    @Test
    void fingerprint_ofWhatHasNoFrameOfTheTestsOwn_isTheType() {
        assertThat(ErrorLog.fingerprint(
                        thrownAt(new IllegalStateException(), frame("dev.stampede.feed.Feeder", "next", 1))))
                .isEqualTo("IllegalStateException");
        assertThat(ErrorLog.fingerprint(thrownAt(new RuntimeException() {
                    private static final long serialVersionUID = 1;
                })))
                .isEqualTo("dev.stampede.engine.ErrorLogTest$1");
    }

    @Test
    void fingerprint_ofAnExceptionThatThrowsWhenAsked_isItsType() {
        assertThat(ErrorLog.fingerprint(new Mute())).isEqualTo("Mute");
        assertThat(ErrorLog.message(new Mute())).isNull();
    }

    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no stack trace");
        }
    }

    @Test
    void errors_tellOfTheFirstOfEachKind_inTheirOrder() {
        vu.dataRow(17);
        Throwable first = thrownAt(new IllegalStateException("1"), frame("A", "a", 1));
        log.add(vu, first);
        vu.iteration(5, 5, Share.WHOLE);
        log.add(vu, thrownAt(new IllegalStateException("2"), frame("A", "a", 2)));
        log.add(vu, thrownAt(new IllegalStateException("3"), frame("A", "a", 3)));
        log.add(vu, thrownAt(new IllegalStateException("4"), frame("A", "a", 3)));
        log.add(vu, thrownAt(new IllegalStateException("5"), frame("A", "a", 4)));

        assertThat(log.errors())
                .extracting(IterationErrors::fingerprint)
                .as("most frequent first, then as they came")
                .containsExactly(
                        "IllegalStateException at A.a:3",
                        "IllegalStateException at A.a:1",
                        "IllegalStateException at A.a:2",
                        "IllegalStateException at A.a:4");
        assertThat(log.errors().get(1))
                .isEqualTo(new IterationErrors("IllegalStateException at A.a:1", 1, 3, 4, "browse", 17, first));
    }

    @Test
    void kinds_areBounded() {
        for (int i = 0; i < 300; i++) {
            log.add(vu, thrownAt(new IllegalStateException(), frame("A", "a", i)));
        }

        assertThat(log.errors()).hasSize(201);
        assertThat(log.errors().getFirst().fingerprint()).isEqualTo("others");
        assertThat(log.errors().getFirst().count()).isEqualTo(100);
    }

    @Test
    void stackTraceThatIsNull_isNone() {
        Throwable odd = new IllegalStateException() {
            @Override
            @SuppressWarnings("NullAway")
            public StackTraceElement[] getStackTrace() {
                return null;
            }
        };

        assertThat(ErrorLog.fingerprint(odd)).isEqualTo(odd.getClass().getName());
    }
}
