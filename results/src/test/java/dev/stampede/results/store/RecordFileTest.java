package dev.stampede.results.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
    private static final int HEAD = 8;

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void three() throws IOException {
        path = folder.resolve("some.rec");
        try (RecordFile file = RecordFile.open(path, RecordFile.Position.START, record -> {})) {
            file.append(bytes("one"));
            file.append(bytes("two"));
            file.append(bytes("three"));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> read() throws IOException {
        List<String> read = new ArrayList<>();
        RecordFile.read(path, record -> read.add(new String(record, StandardCharsets.UTF_8)));
        return read;
    }

    @Test
    void fileThatEndsAnywhere_hasAllWholeRecordsAndTakesMore() throws IOException {
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            List<String> expected = new ArrayList<>(List.of("one", "two", "three")
                    .subList(0, length < HEAD + 3 ? 0 : length < 2 * (HEAD + 3) ? 1 : length < whole.length ? 2 : 3));
            assertThat(read()).isEqualTo(expected);
            try (RecordFile file = RecordFile.open(path, RecordFile.Position.START, record -> {})) {
                file.append(bytes("more"));
            }
            expected.add("more");
            assertThat(read()).isEqualTo(expected);
        }
    }

    @Test
    void recordWhoseBytesWentBad_isPassedOver() throws IOException {
        byte[] whole = Files.readAllBytes(path);
        whole[HEAD + 3 + HEAD + 1] ^= 1;
        Files.write(path, whole);
        try (RecordFile file = RecordFile.open(path, RecordFile.Position.START, record -> {})) {
            assertThat(file.end().bytes()).isEqualTo(whole.length);
            file.append(bytes("more"));
        }
        assertThat(read()).containsExactly("one", "three", "more");
    }

    @Test
    void zerosAtTheEnd_areNoRecords() throws IOException {
        long before = Files.size(path);
        Files.write(path, new byte[100], StandardOpenOption.APPEND);
        RecordFile.open(path, RecordFile.Position.START, record -> {}).close();
        assertThat(path).hasSize(before);
        assertThat(read()).containsExactly("one", "two", "three");
    }

    @Test
    void place_isThatOfOneFileOnly() throws IOException {
        List<RecordFile.Position> places = new ArrayList<>(List.of(RecordFile.Position.START));
        Path other = folder.resolve("other.rec");
        try (RecordFile file = RecordFile.open(other, RecordFile.Position.START, record -> {})) {
            for (String record : List.of("one", "two", "THREE")) {
                file.append(bytes(record));
                places.add(file.end());
            }
        }
        assertThat(places).extracting(place -> RecordFile.has(other, place)).containsOnly(true);
        assertThat(places).extracting(place -> RecordFile.has(path, place)).containsExactly(true, true, true, false);

        List<String> read = new ArrayList<>();
        RecordFile.open(path, places.get(1), record -> read.add(new String(record, StandardCharsets.UTF_8)))
                .close();
        assertThat(read).containsExactly("two", "three");
    }
}
