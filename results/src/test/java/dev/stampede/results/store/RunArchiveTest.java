package dev.stampede.results.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunArchiveTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(zipped);

    private void add(String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private void refused(String why) throws IOException {
        zip.close();
        refused(zipped.toByteArray(), why);
    }

    private void refused(byte[] file, String why) {
        assertThatThrownBy(() -> RunArchive.read(new ByteArrayInputStream(file), folder))
                .isInstanceOf(RunArchive.MalformedException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../run.json",
                "/tmp/run.json",
                "a/run.json",
                "..\\run.json",
                "C:run.json",
                "run.json/",
                "run.json\u0000",
                "figures.bin",
                ".lock"
            })
    void nameThatIsNoneOfARun_isRefused(String name) throws IOException {
        add(name, new byte[0]);
        refused("it has a file that is none of a run: " + name);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void fileThatTurnsIntoFarMore_isRefused() throws IOException {
        add("run.json", new byte[0]);
        zip.putNextEntry(new ZipEntry("logs.rec"));
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < 64; i++) {
            zip.write(zeros);
        }
        zip.closeEntry();
        refused("logs.rec is packed more tightly than any file of a run");
        assertThat(Files.size(folder.resolve("logs.rec"))).isLessThan(20L << 20);
    }

    @Test
    void largeDescription_isRefused() throws IOException {
        add("run.json", new byte[(4 << 20) + 1]);
        refused("run.json is larger than 4194304 bytes");
    }

    @Test
    void whatIsNoRun_isRefused() throws IOException {
        refused("hello".getBytes(StandardCharsets.UTF_8), "it is no zip file");
        refused(new byte[0], "it is no zip file");
        add("samples.pb", new byte[10]);
        refused("it has no run.json");
    }

    @Test
    void brokenFile_isRefused() throws IOException {
        byte[] random = new byte[10_000];
        new Random(1).nextBytes(random);
        add("run.json", random);
        zip.close();
        byte[] bytes = zipped.toByteArray();
        bytes[5_000] ^= 1;
        refused(bytes, "it is no zip file, or a broken one");
        refused(Arrays.copyOf(bytes, 4_000), "it ends too early");
    }
}
