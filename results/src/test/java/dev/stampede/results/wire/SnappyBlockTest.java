package dev.stampede.results.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

class SnappyBlockTest {
    private static final int MOST = 1 << 20;

    /** Text that packs well, with stretches that do not. */
    private static byte[] content(Random random, int size) {
        byte[] content = new byte[size];
        for (int at = 0; at < size; ) {
            int length = Math.min(size - at, 1 + random.nextInt(200));
            byte[] part = new byte[length];
            if (random.nextBoolean()) {
                random.nextBytes(part);
            } else {
                Arrays.fill(part, (byte) ('a' + random.nextInt(3)));
            }
            System.arraycopy(part, 0, content, at, length);
            at += length;
        }
        return content;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 59, 60, 61, 64, 65, 255, 256, 257, 65_535, 65_536, 65_537, 300_000, MOST})
    void whatSnappyPacks_isReadAsItWas(int size) throws Exception {
        Random random = new Random(size);
        for (int round = 0; round < 20; round++) {
            byte[] content = content(random, size);

            assertThat(SnappyBlock.read(Snappy.compress(content), MOST)).isEqualTo(content);
        }
    }

    @Test
    void whatSnappyPacksOfBlocks_isReadAsItWas() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            byte[] content = content(random, random.nextInt(5_000));

            assertThat(SnappyBlock.read(Snappy.compress(content), MOST)).isEqualTo(content);
        }
    }

    @Test
    void mutatedBlocks_areReadOrRefusedButNothingElse() {
        Random random = new Random(42);
        int taken = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] block = mutated(random);
            try {
                assertThat(SnappyBlock.read(block, 4_096)).hasSizeLessThanOrEqualTo(4_096);
                taken++;
            } catch (IOException e) {
                assertThat(e.getMessage()).matches("(holds|ends|has|copies|is) .+");
            }
        }
        assertThat(taken).isBetween(1_000, 49_000);
    }

    private static byte[] mutated(Random random) {
        try {
            byte[] block = Snappy.compress(content(random, random.nextInt(2_000)));
            for (int i = random.nextInt(4); i > 0; i--) {
                block[random.nextInt(block.length)] = (byte) random.nextInt(256);
            }
            return random.nextInt(4) == 0 ? Arrays.copyOf(block, random.nextInt(block.length + 1)) : block;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What both take, both read the same. */
    @Test
    void mutatedBlocksThatSnappyTakes_areReadTheSame() {
        Random random = new Random(4711);
        for (int round = 0; round < 20_000; round++) {
            byte[] block = mutated(random);
            byte[] theirs = theirs(block);
            if (theirs != null) {
                try {
                    assertThat(SnappyBlock.read(block, MOST)).isEqualTo(theirs);
                } catch (IOException e) {
                    throw new AssertionError("refused what is a block: " + e.getMessage(), e);
                }
            }
        }
    }

    private static byte @Nullable [] theirs(byte[] block) {
        try {
            return Snappy.isValidCompressedBuffer(block) && Snappy.uncompressedLength(block) <= MOST
                    ? Snappy.uncompress(block)
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Test
    void bomb_isRefusedByItsFirstBytes() throws Exception {
        byte[] bomb = Snappy.compress(new byte[64 << 20]);

        assertThat(bomb).hasSizeLessThan(4 << 20);
        assertThatThrownBy(() -> SnappyBlock.read(bomb, MOST))
                .isInstanceOf(SnappyBlock.TooLargeException.class)
                .hasMessage("holds 67108864 bytes, more than the limit of 1048576");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | ends too early",
                "80808080 | ends too early",
                "ffffffffff7f | has a malformed length",
                "0a | holds 0 bytes where it says 10",
                "0a 00 41 | holds 1 bytes where it says 10",
                "01 04 41 42 | holds more bytes than the 1 it says",
                "05 f4 41 | ends too early",
                "05 10 41 42 | ends within a literal",
                "05 00 41 01 00 | copies from outside of itself",
                "05 00 41 01 02 | copies from outside of itself",
                "05 00 41 02 | ends too early",
            })
    void malformedBlock_isRefusedWithWhatIsWrong(String hex, String message) {
        byte[] block = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThatThrownBy(() -> SnappyBlock.read(block, MOST))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void blockThatSaysToBeLarge_takesNoMoreThanItsBytesCanGive() throws Exception {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x20}); // says 64 MiB
        block.write(0);
        block.write("A".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> SnappyBlock.read(block.toByteArray(), 64 << 20))
                .hasMessage("holds 1 bytes where it says 67108864");
    }
}
