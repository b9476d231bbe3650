package dev.stampede.output.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/troubleshooting.md quotes is what is said. */
class TroubleshootingPageTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");
    private static final Pattern LOGGER = Pattern.compile("^\\| `(dev\\.stampede\\.[\\w.]+)` \\|", Pattern.MULTILINE);
    private static final Pattern LOSS = Pattern.compile("^\\| `(that [\\w ]+|after [\\w ]+)` \\|", Pattern.MULTILINE);

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/troubleshooting.md"));
    }

    /** Lines of the blocks that are marked as messages. */
    private static List<String> quoted() throws IOException {
        List<String> messages = new ArrayList<>();
        boolean inside = false;
        for (String line : page().lines().toList()) {
            if (line.startsWith("```")) {
                inside = line.equals("```message");
            } else if (inside) {
                messages.add(line);
            }
        }
        return messages;
    }

    /** All sources, with texts in one piece that are written in several. */
    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String module : List.of("runtime", "extension")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                all.append(files.filter(file -> file.toString().endsWith(".java"))
                        .map(TroubleshootingPageTest::read)
                        .map(TroubleshootingPageTest::withConstants)
                        .collect(Collectors.joining("\n")));
            }
        }
        return all.toString().replaceAll("\"\\s*\\+\\s*\"", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With texts in place of the names of those that others begin with. */
    private static String withConstants(String source) {
        String filled = source;
        Matcher constant =
                Pattern.compile("static final String (\\w+) =\\s*\"([^\"]+)\";").matcher(source);
        while (constant.find()) {
            filled = filled.replaceAll(
                    "\\b" + constant.group(1) + "\\s*\\+\\s*\"", Matcher.quoteReplacement("\"" + constant.group(2)));
        }
        return filled;
    }

    private static List<String> matches(Pattern pattern) throws IOException {
        return pattern.matcher(page()).results().map(result -> result.group(1)).toList();
    }

    @Test
    void messages_areThoseOfTheProduct() throws IOException {
        String sources = sources();
        List<String> quoted = quoted();

        assertThat(quoted).hasSizeGreaterThan(20);
        assertThat(quoted)
                .allSatisfy(message -> assertThat(Stream.of(message.split("…", -1))
                                .filter(part -> part.strip().length() > 2)
                                .toList())
                        .isNotEmpty()
                        .allSatisfy(part ->
                                assertThat(sources.contains(part)).as(part).isTrue()));
    }

    @Test
    void kindsOfLoss_areThoseThatAreCounted() throws IOException {
        String stats = read(ROOT.resolve("runtime/src/main/java/dev/stampede/output/cloud/delivery/PushStats.java"));
        List<String> counted = new ArrayList<>();
        Matcher constant = Pattern.compile("[A-Z]+\\(\"([^\"]+)\"\\)").matcher(stats);
        while (constant.find()) {
            counted.add(constant.group(1));
        }

        assertThat(matches(LOSS)).containsExactlyInAnyOrderElementsOf(counted).isNotEmpty();
    }

    @Test
    void loggers_areThere() throws IOException {
        assertThat(matches(LOGGER)).isNotEmpty().allSatisfy(name -> {
            Path place = ROOT.resolve("runtime/src/main/java").resolve(name.replace('.', '/'));
            assertThat(Files.isDirectory(place) || Files.exists(place.resolveSibling(place.getFileName() + ".java")))
                    .as(name)
                    .isTrue();
        });
    }
}
