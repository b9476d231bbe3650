package dev.stampede.output.cloud.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What docs/cloud.md and the README say about settings is what is there. */
class CloudPageTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");

    /** Rows of tables whose first cell is a key, as far as a heading. */
    private static List<List<String>> rows(String page, String from, String to) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(ROOT.resolve(page))) {
            inside = line.equals(from) || (inside && !line.equals(to));
            if (inside && line.startsWith("| `")) {
                rows.add(Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }

    private static String code(@Nullable String text) {
        return text == null ? "–" : "`" + text + "`";
    }

    private static List<List<String>> settings(boolean ofARunOfOthers) {
        return Stream.of(CloudSetting.values())
                .filter(setting -> setting.isOfARunOfOthers() == ofARunOfOthers)
                .map(setting -> List.of(code(setting.key()), code(setting.variable()), code(setting.standard())))
                .toList();
    }

    @Test
    void settings_areThoseOfThePage() throws IOException {
        String others = "### Settings of a run that somebody else has opened";
        List<List<String>> table = rows("docs/cloud.md", "## Settings", others);
        List<List<String>> tableOfOthers = rows("docs/cloud.md", others, "## Logging in");

        assertThat(table.stream().map(row -> row.subList(0, 3))).containsExactlyInAnyOrderElementsOf(settings(false));
        assertThat(tableOfOthers.stream().map(row -> row.subList(0, 3)))
                .containsExactlyInAnyOrderElementsOf(settings(true));
        assertThat(Stream.concat(table.stream(), tableOfOthers.stream()))
                .allSatisfy(row -> assertThat(row).hasSize(4).doesNotContain(""));
    }

    @Test
    void settingsOfTheReadme_areAmongThem() throws IOException {
        assertThat(rows("README.md", "## Options", "## Good to know").stream()
                        .filter(row -> row.size() == 4 && row.get(1).startsWith("`K6_CLOUD_"))
                        .map(row -> row.subList(0, 3)))
                .isNotEmpty()
                .isSubsetOf(settings(false));
    }
}
