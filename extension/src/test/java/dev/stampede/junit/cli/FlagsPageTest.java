package dev.stampede.junit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The flags that docs/settings.md names are those there are. */
class FlagsPageTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    /** Key and flags of a row of the table: its first and its third cell. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| [^|]+ \\| ([^|]+) \\| (yes|no|only) \\|");

    @Test
    void page_namesEachFlagBesideItsSetting() throws IOException {
        Map<String, String> onPage = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(MODULE.resolve("../docs/settings.md")));
        while (row.find()) {
            if (!row.group(2).equals("–")) {
                onPage.put(row.group(1), row.group(2));
            }
        }

        assertThat(onPage)
                .containsExactlyInAnyOrderEntriesOf(Flags.ALL.stream()
                        .collect(Collectors.toMap(
                                Flag::key,
                                flag -> flag.names().stream()
                                        .map(name -> "`" + name + "`")
                                        .collect(Collectors.joining(", ")))));
    }
}
