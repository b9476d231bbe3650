package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Summaries of several load tests, for which one file was given. */
class SummaryFilesTest {
    private final SummaryFiles files = new SummaryFiles();

    @Test
    void firstRun_hasTheFileThatIsGiven() {
        assertThat(files.take(Path.of("out/summary.json"), "Shop.browse")).isEqualTo(Path.of("out/summary.json"));
    }

    @Test
    void otherRuns_haveFilesBesideItWithTheirNames() {
        files.take(Path.of("out/summary.json"), "Shop.browse");

        assertThat(files.take(Path.of("out/../out/summary.json"), "Shop.buy"))
                .isEqualTo(Path.of("out/../out/summary-Shop.buy.json"));
        assertThat(files.take(Path.of("out/summary.json"), "Shop.browse"))
                .isEqualTo(Path.of("out/summary-Shop.browse.json"));
        assertThat(files.take(Path.of("out/summary.json"), "Shop.browse"))
                .isEqualTo(Path.of("out/summary-Shop.browse-2.json"));
    }

    @Test
    void nameWithoutExtension_getsTheRunsNameAtItsEnd() {
        files.take(Path.of(".summary"), "Shop.browse");

        assertThat(files.take(Path.of(".summary"), "Shop.buy")).isEqualTo(Path.of(".summary-Shop.buy"));
    }

    @Test
    void otherFile_isAsGiven() {
        files.take(Path.of("a.json"), "Shop.browse");

        assertThat(files.take(Path.of("b.json"), "Shop.buy")).isEqualTo(Path.of("b.json"));
    }
}
