package dev.stampede.http.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyReaderTest {
    private static BodyReader reading(String text, boolean keep) {
        ResponseReader from = new ResponseReader();
        from.begin(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), new byte[Buffers.SIZE]);
        return new BodyReader(from, keep);
    }

    @Test
    void bodyThatNoArrayHolds_isRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> reading("", true).ofLength(3_000_000_000L))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("Cannot buffer entire body for content length: 3000000000");
        assertThatThrownBy(() -> reading("2\r\nok\r\n7ffffff8\r\n", true).chunked())
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("Cannot buffer entire body: it is longer than an array can be");
    }

    @Test
    void bodyThatIsNotWanted_mayHaveAnyLength() {
        assertThatThrownBy(() -> reading("some of it", false).ofLength(3_000_000_000L))
                .isExactlyInstanceOf(ProtocolException.class)
                .hasMessage("unexpected end of stream");
    }

    @Test
    void sizeOfAChunk_isJudgedByItsValue() throws Exception {
        assertThat(reading("0".repeat(100) + "2\r\nok\r\n" + "0".repeat(50) + "\r\n\r\n", true)
                        .chunked())
                .isEqualTo(new byte[] {'o', 'k'});
        assertThatThrownBy(() -> reading("8000000000000000\r\n", false).chunked())
                .isExactlyInstanceOf(ProtocolException.class)
                .hasMessage("Number too large: 8000000000000000");
        assertThatThrownBy(() -> reading("7fffffffffffffff\r\n", false).chunked())
                .isExactlyInstanceOf(ProtocolException.class)
                .hasMessage("unexpected end of stream");
    }
}
