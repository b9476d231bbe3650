package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stampede.ConfigException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportFileTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 31, 15, 45, 0);

    @Test
    void placeholders_areTheRunsNameAndTheTime() {
        assertThat(ReportFile.of(Path.of("target/{name}-{time}.html"), "ShopTest.browse", NOW))
                .isEqualTo(Path.of("target/ShopTest.browse-20260131-154500.html"));
        assertThat(ReportFile.of(Path.of("out.html"), "ShopTest.browse", NOW)).isEqualTo(Path.of("out.html"));
    }

    @ParameterizedTest
    @CsvSource({
        "Checkout [currency = EUR], Checkout-currency-EUR",
        "../../etc/passwd, etc-passwd",
        "..., report",
        "Grüße, Gr-e",
        "{time}, time"
    })
    void name_isWhatFileSystemsTake(String runName, String inFile) {
        assertThat(ReportFile.of(Path.of("{name}"), runName, NOW)).isEqualTo(Path.of(inFile));
    }

    @Test
    void longName_isCut() {
        assertThat(ReportFile.of(Path.of("{name}"), "a".repeat(500), NOW).toString())
                .hasSize(100);
    }

    @Test
    void folderThatIsThere_getsAFileOfTheRunsName(@TempDir Path folder) {
        assertThat(ReportFile.of(folder, "ShopTest.browse", NOW)).isEqualTo(folder.resolve("ShopTest.browse.html"));
    }

    @Test
    void withoutTheModule_aReportIsAnErrorBeforeAnyLoad() {
        LoadOptions options = LoadOptions.builder("shop")
                .report(Path.of("shop.html"))
                .console(block -> {})
                .build();

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> LoadRunner.run(options, scope -> {
                    throw new AssertionError("load");
                }))
                .withMessage("no report can be written, as there is no dev.stampede:stampede-results on the class path."
                        + " Add it to the test dependencies, or do not ask for a report.");
    }
}
