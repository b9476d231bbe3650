package dev.stampede.junit.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Asks whoever sits at the terminal. */
interface Prompts {
    /** One line; null when there is none. */
    @Nullable
    String line(String prompt) throws IOException;

    /** The same without showing what is typed. */
    @Nullable
    String secret(String prompt) throws IOException;

    /** At the terminal; from standard input, as it is, where there is none. */
    @SuppressWarnings("SystemConsoleNull") // it is null in Java 21, and again from 25 on
    static Prompts of(PrintWriter err) {
        Console console = System.console();
        return console == null ? new OfInput(err) : new OfConsole(console);
    }

    record OfConsole(Console console) implements Prompts {
        @Override
        public @Nullable String line(String prompt) {
            return console.readLine("%s", prompt);
        }

        @Override
        public @Nullable String secret(String prompt) {
            char @Nullable [] typed = console.readPassword("%s", prompt);
            return typed == null ? null : new String(typed);
        }
    }

    /** (k6: {@code internal/cmd/cloud_login.go}.) */
    final class OfInput implements Prompts {
        private final PrintWriter err;
        private final BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));

        OfInput(PrintWriter err) {
            this.err = err;
        }

        @Override
        public @Nullable String line(String prompt) throws IOException {
            return input.readLine();
        }

        @Override
        public @Nullable String secret(String prompt) throws IOException {
            err.println("Stdin is not a terminal, falling back to plain text input");
            err.flush();
            return input.readLine();
        }
    }
}
