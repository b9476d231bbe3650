package dev.stampede.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/settings.md says is what is there. (Its flags: {@code FlagsPageTest} of the extension.) */
class SettingsPageTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    private final List<List<String>> rows = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        for (String line : Files.readAllLines(MODULE.resolve("../docs/settings.md"))) {
            if (line.startsWith("| ")) {
                rows.add(Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                        .map(String::strip)
                        .toList());
            }
        }
    }

    /** Rows below the one that begins so, up to the next heading. */
    private List<List<String>> table(String firstHeading) {
        return rows.stream()
                .dropWhile(row -> !row.getFirst().equals(firstHeading))
                .skip(1)
                .takeWhile(row -> row.getFirst().startsWith("`"))
                .toList();
    }

    private static String code(@Nullable String text) {
        return text == null ? "–" : "`" + text + "`";
    }

    private static String inFiles(Setting<?> setting) {
        boolean text = setting.form().text() != null;
        return setting.form().json() == null ? "no" : text ? "yes" : "only";
    }

    @Test
    void settings_areThoseOfTheTableInItsOrder() {
        List<List<String>> table = table("key");

        assertThat(table.stream().limit(Setting.all().size()).map(row -> List.of(row.get(0), row.get(1), row.get(3))))
                .containsExactlyElementsOf(Setting.all().stream()
                        .map(setting -> List.of(
                                code(setting.key()),
                                setting.form().text() == null ? "–" : code(setting.variable()),
                                inFiles(setting)))
                        .toList());
        assertThat(table).allSatisfy(row -> assertThat(row).hasSize(6).doesNotContain(""));
        assertThat(table.stream().skip(Setting.all().size()).map(List::getFirst))
                .as("what is read elsewhere")
                .containsExactly("`options`", "`mode`", "`out`", "`attach`");
    }

    @Test
    void settingsWithoutText_areToldToHaveNoVariable() {
        Stream<String> refused = Setting.all().stream()
                .filter(setting -> setting.form().text() == null && setting.variable() != null)
                .map(setting -> code(setting.variable()));

        assertThat(table("refused, in files and as variables")
                        .getLast()
                        .getFirst()
                        .split(", "))
                .containsExactlyInAnyOrderElementsOf(refused.toList());
    }

    @Test
    void otherOptions_arePassedOverOrRefusedAsTheTablesSay() {
        assertThat(names(table("passed over, with a line in the log").getFirst()))
                .isEqualTo(keys(null));
        List<List<String>> refused = table("refused, in files and as variables");
        Map<String, Set<String>> unless = Map.of("`false`", Set.of("false"));

        assertThat(refused).hasSize(unless.size() + 1);
        for (List<String> row : refused.subList(0, unless.size())) {
            assertThat(names(row)).isEqualTo(keys(unless.get(row.get(1))));
        }
    }

    private static List<String> names(List<String> row) {
        return Arrays.asList(row.getFirst().split(", "));
    }

    private static List<String> keys(@Nullable Set<String> harmless) {
        return OtherOption.ALL.stream()
                .filter(other -> harmless == null ? other.harmless() == null : harmless.equals(other.harmless()))
                .map(other -> code(other.key()))
                .toList();
    }
}
