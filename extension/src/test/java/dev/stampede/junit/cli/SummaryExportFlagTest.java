package dev.stampede.junit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.junit.LoadTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file for the summaries of several load tests. */
class SummaryExportFlagTest {
    @TempDir
    Path folder = Path.of("");

    static class Shop {
        @LoadTest
        void browse() {}
    }

    static class Bank {
        @LoadTest(iterations = 3)
        void pay() {}
    }

    @Test
    void severalLoadTests_haveFilesOfTheirOwn() throws IOException {
        Path file = folder.resolve("summary.json");

        Console console = Console.of(
                "run", Shop.class.getName(), Bank.class.getName(), "--quiet", "--summary-export", file.toString());

        assertThat(console.exitCode()).isZero();
        assertThat(folder)
                .isDirectoryContaining("glob:**/summary.json")
                .isDirectoryContaining("glob:**/summary-Bank.pay.json");
        assertThat(iterations(file)).isEqualTo(1);
        assertThat(iterations(folder.resolve("summary-Bank.pay.json"))).isEqualTo(3);
    }

    private static int iterations(Path summary) throws IOException {
        String text = Files.readString(summary);
        String after = text.substring(text.indexOf("\"iterations\""));
        return Integer.parseInt(after.replaceAll("(?s).*?\"count\": (\\d+).*", "$1"));
    }
}
