package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Whole texts as files, for people to read and to change by hand: {@code src/test/resources/dev/stampede/messages}. Nothing
 * writes them.
 */
public final class Golden {
    private static final String FOLDER = "/dev/stampede/messages/";

    private Golden() {}

    /** Compares a text with that of a file, whose line break at the end does not count. */
    public static void assertSame(String file, String text) {
        Path golden = folder("").resolve(file + ".txt");
        assertThat(golden).as("the text of messages/%s.txt:%n%s", file, text).exists();
        assertThat(text).as("messages/%s.txt", file).isEqualTo(read(golden));
    }

    /** Names of the files in a folder, sorted. */
    public static List<String> names(String folder) {
        try (Stream<Path> files = Files.list(folder(folder))) {
            return files.map(file -> file.getFileName().toString().replace(".txt", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path folder(String name) {
        try {
            return Path.of(Objects.requireNonNull(Golden.class.getResource(FOLDER + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            // a checkout may have turned line breaks into those of its system
            return Files.readString(file).replace("\r\n", "\n").stripTrailing();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
