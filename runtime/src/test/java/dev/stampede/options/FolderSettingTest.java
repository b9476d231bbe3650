package dev.stampede.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.run.LoadOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The folder for what is kept on disk. */
class FolderSettingTest {
    private final Problems problems = new Problems();

    private Options environment(String folder) {
        OptionLayer layer = EnvironmentLayer.read(Map.of("STAMPEDE_FOLDER", folder), problems);
        return Options.merge("here", List.of(layer), problems);
    }

    @Test
    void folder_isDotStampedeUnlessGiven() {
        LoadOptions.Builder builder = LoadOptions.builder("shop");
        assertThat(builder.build().folder()).isEqualTo(Path.of(".stampede"));

        environment("target/kept").applyTo(builder);

        assertThat(builder.build().folder()).isEqualTo(Path.of("target/kept"));
    }

    @Test
    void folderThatCanBeNone_isAProblem() {
        Options unused = environment("a\0b");

        assertThat(problems.all())
                .containsExactly(
                        "here: there can be no such folder: Nul character not allowed, given as folder = \"a\0b\""
                                + " (from environment variable STAMPEDE_FOLDER). Use a path such as \".stampede\".");
    }
}
