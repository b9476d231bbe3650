package dev.stampede.output.cloud.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.output.cloud.Recordings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SnappyTest {
    private final Snappy snappy = new Snappy();

    private byte[] compressed(byte[] input) {
        return snappy.compress(input, input.length);
    }

    static Stream<Arguments> inputs() {
        Random random = new Random(4711);
        byte[] noise = new byte[300_000];
        random.nextBytes(noise);
        byte[] fewLetters = new byte[200_000];
        for (int i = 0; i < fewLetters.length; i++) {
            fewLetters[i] = (byte) ('a' + random.nextInt(3));
        }
        byte[] farApart = new byte[140_000]; // the same noise again, beyond and just within what a copy can reach
        System.arraycopy(noise, 0, farApart, 0, 1000);
        System.arraycopy(noise, 0, farApart, 65_535, 1000);
        System.arraycopy(noise, 0, farApart, 65_535 + 65_536, 1000);
        return Stream.of(
                Arguments.of("empty", new byte[0]),
                Arguments.of("one byte", new byte[] {7}),
                Arguments.of("four equal bytes", new byte[4]),
                Arguments.of("zeros beyond 64 KiB", new byte[200_000]),
                Arguments.of("noise", noise),
                Arguments.of("few letters", fewLetters),
                Arguments.of("far apart", farApart),
                Arguments.of(
                        "text", "http_req_duration{name:home} ".repeat(5000).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void compressed_isReadByTheReferenceAndByUs(String name, byte[] input) throws IOException {
        byte[] compressed = compressed(input);

        assertThat(org.xerial.snappy.Snappy.uncompress(compressed)).isEqualTo(input);
        assertThat(Unsnappy.decompress(compressed)).isEqualTo(input);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void ourDecoder_readsTheReferencesOutput(String name, byte[] input) throws IOException {
        assertThat(Unsnappy.decompress(org.xerial.snappy.Snappy.compress(input)))
                .isEqualTo(input);
    }

    @Test
    void everyLengthOfRunAndLiteral_survives() throws IOException {
        Random random = new Random(1);
        for (int length = 0; length < 400; length++) {
            byte[] run = new byte[length];
            byte[] literal = new byte[length];
            random.nextBytes(literal);
            for (byte[] input : new byte[][] {run, literal}) {
                assertThat(org.xerial.snappy.Snappy.uncompress(compressed(input)))
                        .isEqualTo(input);
            }
        }
    }

    @Test
    void recordedBodies_becomeNoLargerThanTheReferenceMakesThem() throws IOException {
        for (Recordings.Entry push : Recordings.pushes()) {
            byte[] message = Unsnappy.decompress(push.raw());
            assertThat(compressed(message).length)
                    .isLessThanOrEqualTo(org.xerial.snappy.Snappy.compress(message).length);
        }
    }

    @Test
    void oneAfterAnother_isNoOthersBusiness() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            byte[] memory = new byte[1 + random.nextInt(5000)];
            for (int i = 0; i < memory.length; i++) {
                memory[i] = (byte) random.nextInt(1 + round % 5);
            }
            int length = random.nextInt(memory.length + 1);

            byte[] compressed = snappy.compress(memory, length);

            assertThat(org.xerial.snappy.Snappy.uncompress(compressed)).isEqualTo(Arrays.copyOf(memory, length));
        }
    }
}
