package dev.stampede.junit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.junit.LoadTest;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line apart from running tests: help, completion, mistakes. */
class MainTest {

    @Test
    void nothing_showsTheCommands() {
        Console console = Console.of();

        assertThat(console.exitCode()).isZero();
        assertThat(console.out())
                .startsWith("Usage: stampede ")
                .contains("Runs load tests that are written as JUnit tests.")
                .containsSubsequence("Commands:", "help ", "generate-completion ", "run ", "cloud ", "entrypoint ");
        assertThat(Console.of("help")).isEqualTo(console);
        assertThat(Console.of("--help")).isEqualTo(console);
    }

    @Test
    void helpOfRun_namesEveryFlagAndExitCode() {
        Console console = Console.of("help", "run");

        assertThat(console.exitCode()).isZero();
        assertThat(console.out()).startsWith("Usage: stampede run [OPTIONS] <test>...");
        for (Flag flag : Flags.ALL) {
            assertThat(console.out()).contains(String.join(", ", flag.names()));
        }
        assertThat(console.out()).contains("-v, --verbose", "  99 ", "  100, 101 ", "  104 ", "  120 ", "  255 ");
        assertThat(Console.of("run", "--help")).isEqualTo(console);
    }

    @Test
    void version_isShown() {
        assertThat(Console.of("--version").out()).matches("stampede \\S.* \\(Java \\d+, .+/.+\\)\n");
    }

    @Test
    void completionScript_knowsCommandsFlagsAndChoices() {
        Console console = Console.of("generate-completion");

        assertThat(console.exitCode()).isZero();
        assertThat(console.out())
                .startsWith("#!/usr/bin/env bash")
                .contains("complete -F _complete_stampede", "_picocli_stampede_run", "\"smoke\" \"debug\" \"full\"");
        for (Flag flag : Flags.ALL) {
            assertThat(console.out()).contains("'" + flag.longName() + "'");
        }
    }

    @Test
    void wrongArguments_are104AndShort() {
        assertThat(Console.of("run", "--vuz", "3", "Shop"))
                .isEqualTo(new Console(104, "", "Unknown option: '--vuz'\nPossible solutions: --vus\n"));
        assertThat(Console.of("run"))
                .isEqualTo(new Console(
                        104, "", "Missing required parameter: '<test>'\n'stampede run --help' shows what there is.\n"));
        assertThat(Console.of("walk").exitCode()).isEqualTo(104);
        assertThat(Console.of("run", "-u", "1", "-u", "2", "Shop").err()).isEqualTo("""
                        option '--vus' (<number>) should be specified only once
                        'stampede run --help' shows what there is.
                        """);
        assertThat(Console.of("run", "Shop", "-u").exitCode()).isEqualTo(104);
    }

    @Test
    void verbose_showsTheStackTraceAndLogsAtDebugLevel() {
        Logger logger = Logger.getLogger("dev.stampede");
        List<Handler> handlers = List.of(Logger.getLogger("").getHandlers());
        List<Level> levels = handlers.stream().map(Handler::getLevel).toList();
        try {
            Console console = Console.run(Throws.class, "-v");

            assertThat(console.err())
                    .startsWith("Throws.load: ")
                    .containsOnlyOnce("Load test failed: ")
                    .containsSubsequence(
                            "Caused by: java.lang.IllegalStateException: no stock",
                            "at dev.stampede.junit.cli.MainTest");
            assertThat(logger.getLevel()).isEqualTo(Level.FINE);
            assertThat(handlers)
                    .allSatisfy(handler -> assertThat(handler.getLevel()).isEqualTo(Level.FINE));
        } finally {
            logger.setLevel(null);
            for (int i = 0; i < levels.size(); i++) {
                handlers.get(i).setLevel(levels.get(i));
            }
        }
    }

    static class Throws {
        @LoadTest
        void load() {
            throw new IllegalStateException("no stock");
        }
    }

    @Test
    void cloudAndEntrypoint_needNothingOfJUnit(@TempDir Path folder) throws Exception {
        Path nothing = folder.resolve("none");

        assertThat(without("junit-", "cloud", "finish", "--folder", nothing.toString()))
                .isEqualTo(new Console(0, "No run was left open in " + nothing + ".\n", ""));
        assertThat(without("junit-", "entrypoint").out()).startsWith("#!/bin/sh\n");
        assertThat(without("junit-", "cloud").out()).contains("Usage: stampede cloud", "finish");
        assertThat(without("junit-", "cloud", "finish", "--help").out())
                .contains("--folder=<folder>", "--host=<url>", "K6_CLOUD_TOKEN", "  104 ", "  255 ");
    }

    @Test
    void withoutTheOptionalLibraries_saysWhatToAdd() throws Exception {
        assertThat(without("picocli", "run"))
                .isEqualTo(new Console(
                        104,
                        "",
                        "There is no picocli/CommandLine on the class path. The command line needs"
                                + " info.picocli:picocli and org.junit.platform:junit-platform-launcher beside stampede-junit: add"
                                + " both to the tests' dependencies.\n"));
    }

    /** Runs the command line with a class path that lacks all jars whose names begin so. */
    private static Console without(String library, String... args) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (!path.getFileName().toString().startsWith(library)) {
                urls.add(path.toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method run = Arrays.stream(loader.loadClass(Main.class.getName()).getDeclaredMethods())
                    .filter(method -> method.getName().equals("run"))
                    .findFirst()
                    .orElseThrow();
            run.setAccessible(true);
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            int code = (int) run.invoke(null, args, new PrintWriter(out), new PrintWriter(err));
            return new Console(code, out.toString(), err.toString());
        }
    }
}
