package dev.stampede.results.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** Whatever happens, people read one line of words. */
class TroublesTest {
    @Test
    void exceptions_areOneLineOfWords() {
        assertThat(Troubles.inWords(new AccessDeniedException("/a/b"))).isEqualTo("/a/b: permission denied.");
        assertThat(Troubles.inWords(new UncheckedIOException(new NoSuchFileException("/a/b"))))
                .isEqualTo("/a/b: there is no such file or folder.");
        assertThat(Troubles.inWords(new FileSystemException("/a/b", null, "No space left on device")))
                .isEqualTo("/a/b: No space left on device.");
        assertThat(Troubles.inWords(new IOException("No space left on device")))
                .isEqualTo("Reading or writing failed: No space left on device.");
        assertThat(Troubles.inWords(new MalformedInputException(1)))
                .isEqualTo("Reading or writing failed: MalformedInputException: Input length = 1.");
        IllegalStateException fault = new IllegalStateException("of two\n lines");
        fault.setStackTrace(new StackTraceElement[] {new StackTraceElement("Some", "thing", "Some.java", 7)});
        assertThat(Troubles.inWords(fault))
                .isEqualTo("This should not have happened; please report it: IllegalStateException: of two lines"
                        + " (Some.thing(Some.java:7)).");
    }
}
