package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stampede.IterationErrors;
import dev.stampede.RunEnding;
import dev.stampede.junit.InconclusiveLoadTestError;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** What becomes cause and suppressed of a failure. */
class VerdictTest {

    private static Throwable failure(FakeReport report) {
        Throwable failure = catchThrowable(() -> Verdict.deliver(report, 1, null));
        assertThat(failure).isInstanceOf(AssertionFailedError.class);
        // whoever is told of it prints it
        failure.printStackTrace(new PrintWriter(new StringWriter()));
        return failure;
    }

    private static FakeReport aborted(Throwable cause) {
        return new FakeReport()
                .ending(RunEnding.ABORTED_BY_ERROR, "iteration 0 of VU 1 failed")
                .cause(cause);
    }

    private static IterationErrors kind(String fingerprint, Throwable first) {
        return new IterationErrors(fingerprint, 1, 1, 0, "default", 0, first);
    }

    /** Equal to all of its kind. */
    private static final class Alike extends RuntimeException {
        private static final long serialVersionUID = 1;

        Alike(String message) {
            super(message);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Alike;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void inconclusiveRun_isAFailureOfItsOwnType() {
        Alike thrown = new Alike("thrown");

        Throwable failure = failure(new FakeReport()
                .inconclusive("virtual users were woken late")
                .threshold("http_req_duration", "p(95)<300", 412.7, 18204, true)
                .error(kind("Alike at A", thrown)));

        assertThat(failure)
                .isInstanceOf(InconclusiveLoadTestError.class)
                .hasMessageStartingWith("Load test inconclusive: ")
                .hasMessageContaining("http_req_duration p(95)<300");
        assertThat(failure.getCause()).isSameAs(thrown);
    }

    @Test
    void failedRun_isNotOfThatType() {
        assertThat(failure(new FakeReport().threshold("http_req_duration", "p(95)<300", 412.7, 18204, true)))
                .isNotInstanceOf(InconclusiveLoadTestError.class);
    }

    @Test
    void equalExceptions_areBothShown() {
        Alike first = new Alike("first");
        Alike second = new Alike("second");

        Throwable failure = failure(aborted(first).error(kind("Alike at A", second)));

        assertThat(failure.getCause()).isSameAs(first);
        assertThat(failure.getSuppressed()).singleElement().isSameAs(second);
    }

    @Test
    void sameException_isShownOnce() {
        Alike one = new Alike("one");

        Throwable failure = failure(
                aborted(one).error(kind("Alike at A", one)).alsoThrown(one).alsoThrown(one));

        assertThat(failure.getCause()).isSameAs(one);
        assertThat(failure.getSuppressed()).isEmpty();
    }

    @Test
    void exceptionsOfTheSameKind_areShownOnce() {
        IllegalStateException[] thrown = new IllegalStateException[3];
        for (int i = 0; i < thrown.length; i++) {
            thrown[i] = new IllegalStateException("user " + i);
            thrown[i].setStackTrace(new StackTraceElement[] {
                new StackTraceElement("org.example.Cart", i < 2 ? "add" : "pay", "Cart.java", 17)
            });
        }

        Throwable failure = failure(aborted(thrown[0])
                .error(kind("IllegalStateException at Cart.add:17", thrown[1]))
                .error(kind("IllegalStateException at Cart.pay:17", thrown[2])));

        assertThat(failure.getCause()).isSameAs(thrown[0]);
        assertThat(failure.getSuppressed()).containsExactly(thrown[2]);
    }

    /** Throws whatever it is asked. */
    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            throw new IllegalStateException("no equals");
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("no hash code");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    @Test
    void exceptionThatThrowsWhenAsked_doesNotReplaceTheVerdict() {
        Throwable failure = failure(aborted(new Mute())
                .error(kind("Mute at A", new Mute()))
                .alsoThrown(new Mute())
                .alsoThrown(new IllegalStateException("outer", new Mute())));

        assertThat(failure).hasMessageStartingWith("Load test aborted: iteration 0 of VU 1 failed");
        assertThat(failure)
                .cause()
                .hasMessage(Mute.class.getName() + " cannot be shown: it, or one of its causes, throws"
                        + " java.lang.IllegalStateException when it is asked what it is")
                .satisfies(standIn ->
                        assertThat(standIn.getStackTrace()[0].getClassName()).isEqualTo(VerdictTest.class.getName()));
        assertThat(failure.getSuppressed()).hasSize(3);
        assertThat(failure.getSuppressed()[2])
                .hasMessageStartingWith("java.lang.IllegalStateException cannot be shown: ");
    }

    /** Prints as nothing. */
    private static final class Nameless extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings({"NullAway", "OverrideThrowableToString", "ToStringReturnsNull"})
        public String toString() {
            return null;
        }
    }

    @Test
    void exceptionWithoutText_isNamedByItsType() {
        Nameless nameless = new Nameless();

        Throwable failure = failure(aborted(nameless));

        assertThat(failure).hasMessageContaining(Nameless.class.getName());
        assertThat(failure.getCause()).isSameAs(nameless);
    }
}
