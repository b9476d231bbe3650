package dev.stampede.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private final Redactor redactor = new Redactor();

    @Test
    void handedOutValue_isTakenOutWhereverItStands() {
        redactor.add("s3cret");

        assertThat(redactor.redact("a s3cret, s3crets3cret"))
                .isEqualTo("a ***SECRET_REDACTED***, ***SECRET_REDACTED******SECRET_REDACTED***");
        assertThat(redactor.redact("nothing of it")).isSameAs(redactorFreeText());
    }

    private static String redactorFreeText() {
        return "nothing of it";
    }

    @Test
    void shortValue_staysAsNothingWouldBeLeftOfTexts() {
        redactor.add("abc");
        redactor.add("");

        assertThat(redactor.redact("abc")).isEqualTo("abc");
    }

    @Test
    void valueThatIsPartOfAnother_doesNotLeaveTheRestOfIt() {
        redactor.add("pass");
        redactor.add("password");

        assertThat(redactor.redact("password, pass")).isEqualTo("***SECRET_REDACTED***, ***SECRET_REDACTED***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b&c=d/é\"x\\",
                "a+b%26c%3Dd%2F%C3%A9%22x%5C",
                "a%20b%26c%3Dd%2F%C3%A9%22x%5C",
                "a b&c=d/é\\\"x\\\\",
                "a%20b&c=d/%C3%A9%22x%5C", // in a URL's query, by OkHttp
                "a%20b&c=d/%c3%a9%22x%5c",
                "a b\\u0026c\\u003dd/\\u00e9\\u0022x\\u005C", // by Gson
                "a b&c=d\\/é\\\"x\\\\"
            })
    void valueInUrlsAndJson_isTakenOut(String written) {
        redactor.add("a b&c=d/é\"x\\");

        assertThat(redactor.redact("<" + written + ">")).isEqualTo("<***SECRET_REDACTED***>");
    }

    @Test
    void valuesThatOverlap_areTakenOutAsOne() {
        redactor.add("abcdef");
        redactor.add("efghijklm");

        assertThat(redactor.redact("1abcdefghijklm2")).isEqualTo("1***SECRET_REDACTED***2");
    }

    @Test
    void valueWithPercentSignsAndBackslashes_isTakenOutAsItIs() {
        redactor.add("50%25\\n%");

        assertThat(redactor.redact("50%25\\n%, 50%2525%5Cn%25, 50%25\\\\n%"))
                .isEqualTo("***SECRET_REDACTED***, ***SECRET_REDACTED***, ***SECRET_REDACTED***");
        assertThat(redactor.redact("50%, 50%2, 50%25\\")).isEqualTo("50%, 50%2, 50%25\\");
    }

    @Test
    void valueWithALineBreakAtItsEnd_isTakenOutWithoutItToo() {
        redactor.add("hunter2\n");

        assertThat(redactor.redact("hunter2")).isEqualTo("***SECRET_REDACTED***");
    }

    @Test
    void linesOfALongValue_areTakenOutEach() {
        redactor.add("-----BEGIN-----\nMIIEvQIBADAN\nshort\n");

        assertThat(redactor.redact("-----BEGIN----- MIIEvQIBADAN short"))
                .isEqualTo("***SECRET_REDACTED*** ***SECRET_REDACTED*** short");
    }

    @Test
    void exceptionThatTells_hasAStandInWithTheSameStackTrace() {
        redactor.add("s3cret");
        Exception thrown = new IllegalStateException("login with s3cret", new RuntimeException("s3cret again"));
        thrown.addSuppressed(new RuntimeException("s3cret too"));

        Throwable shown = redactor.redact(thrown);

        StringWriter printed = new StringWriter();
        shown.printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString())
                .doesNotContain("s3cret")
                .startsWith("java.lang.IllegalStateException: login with ***SECRET_REDACTED***")
                .contains("Caused by: java.lang.RuntimeException: ***SECRET_REDACTED*** again")
                .contains("Suppressed: java.lang.RuntimeException: ***SECRET_REDACTED*** too");
        assertThat(shown.getStackTrace()).isEqualTo(thrown.getStackTrace());
        assertThat(Redactor.isOf(shown, thrown)).isTrue();
        assertThat(Redactor.isOf(shown, new RuntimeException())).isFalse();
    }

    @Test
    void exceptionThatTellsNothing_staysWhatItIs() {
        redactor.add("s3cret");
        Exception thrown = new IllegalStateException("no login");

        assertThat(redactor.redact(thrown)).isSameAs(thrown);
    }

    @Test
    void exceptionThatIsItsOwnCauseInACircle_isRedacted() {
        redactor.add("s3cret");
        RuntimeException outer = new RuntimeException("s3cret");
        RuntimeException inner = new RuntimeException("inner", outer);
        outer.initCause(inner);

        assertThat(redactor.redact(outer).getCause()).hasMessage("inner").hasNoCause();
    }
}
