package dev.stampede.junit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Vu;
import dev.stampede.junit.LoadTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which place counts, in a JVM of its own with real properties, variables, arguments and exit codes. */
@Timeout(60)
class PlacesTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    Path folder = Path.of("");

    static class Shop {
        @LoadTest(options = "load.json", iterations = 2)
        void browse(Vu vu) {}
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("load.json"), """
                {"iterations": 1, "tags": {"from": "file"}, "minIterationDuration": "1ms"}
                """);
    }

    private String run(int exitCode, List<String> properties, Map<String, String> environment, String... flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(properties);
        command.addAll(List.of(
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                Shop.class.getName(),
                "--quiet",
                "--verbose"));
        command.addAll(List.of(flags));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeIf(
                        name -> (name.startsWith("K6_") && !name.equals("K6_CONFIG")) || name.startsWith("STAMPEDE_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isEqualTo(exitCode);
        return text;
    }

    @Test
    void eachPlace_isStrongerThanTheOneBefore() throws IOException, InterruptedException {
        List<String> properties = new ArrayList<>();
        assertThat(run(0, properties, Map.of()))
                .containsPattern(
                        "(?m)^FINE dev\\.stampede\\.junit\\.internal\\.LoadDriver: Shop\\.browse: iterations = 2"
                                + " \\(from the annotation\\)$")
                .contains(
                        "tags = {from=file} (from options file load.json)",
                        "minIterationDuration = \"1ms\" (from options file load.json)")
                .containsPattern("iterations\\.+: 2 ");

        Files.writeString(folder.resolve("junit-platform.properties"), """
                stampede.iterations=3
                stampede.tags=from:properties
                """);
        assertThat(run(0, properties, Map.of()))
                .contains(
                        "tags = {from=properties} (from configuration parameter 'stampede.tags')",
                        "minIterationDuration = \"1ms\" (from options file load.json)")
                .containsPattern("iterations\\.+: 3 ");

        properties.add("-Dstampede.iterations=4");
        assertThat(run(0, properties, Map.of()))
                .contains("tags = {from=properties}")
                .containsPattern("iterations\\.+: 4 ");

        Map<String, String> environment = Map.of("K6_ITERATIONS", "5", "K6_TAGS", "from:environment");
        assertThat(run(0, properties, environment))
                .contains(
                        "iterations = 5 (from environment variable K6_ITERATIONS)",
                        "tags = {from=environment} (from environment variable K6_TAGS)")
                .containsPattern("iterations\\.+: 5 ");

        assertThat(run(0, properties, environment, "-i", "6"))
                .contains("iterations = 6 (from flag --iterations)", "tags = {from=environment}")
                .containsPattern("iterations\\.+: 6 ");
    }

    @Test
    void wrongVariable_endsWith104() throws IOException, InterruptedException {
        assertThat(run(104, List.of(), Map.of("K6_VUS", "many", "K6_DURATION", "soon")))
                .contains("environment variable K6_VUS: ", "environment variable K6_DURATION: ")
                .doesNotContain("TOTAL RESULTS");
    }
}
