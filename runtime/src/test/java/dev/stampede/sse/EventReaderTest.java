package dev.stampede.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import org.junit.jupiter.api.Test;

class EventReaderTest {
    private static List<ServerSentEvent> read(String text) throws IOException {
        EventReader reader = new EventReader(new Buffer().writeUtf8(text));
        List<ServerSentEvent> events = new ArrayList<>();
        for (ServerSentEvent event = reader.next(); event != null; event = reader.next()) {
            events.add(event);
        }
        return events;
    }

    private static ServerSentEvent message(String data) {
        return new ServerSentEvent("", "message", data);
    }

    @Test
    void fields_makeAnEvent() throws IOException {
        assertThat(read("id: 7\nevent: price\ndata: 1\ndata: 2\nretry: 10\n\n"))
                .containsExactly(new ServerSentEvent("7", "price", "1\n2"));
    }

    @Test
    void id_staysUntilThereIsAnother() throws IOException {
        assertThat(read("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n"))
                .extracting(ServerSentEvent::id)
                .containsExactly("1", "1", "");
    }

    @Test
    void lineEnds_mayBeAny() throws IOException {
        assertThat(read("data: a\r\n\r\ndata: b\r\rdata: c\n\n"))
                .containsExactly(message("a"), message("b"), message("c"));
    }

    @Test
    void commentsUnknownFieldsAndEventsWithoutData_areNone() throws IOException {
        assertThat(read(": hello\n\nevent: nothing\n\nwhatever: x\ndata: a\n\n"))
                .containsExactly(message("a"));
    }

    @Test
    void onlyOneSpace_isTakenAway() throws IOException {
        assertThat(read("data:a\n\ndata:  b\n\ndata\n\n")).containsExactly(message("a"), message(" b"), message(""));
    }

    @Test
    void byteOrderMark_isSkipped() throws IOException {
        assertThat(read("\uFEFFdata: a\n\n")).containsExactly(message("a"));
    }

    @Test
    void unfinishedEvent_isNone() throws IOException {
        assertThat(read("data: a\n\ndata: b\n")).containsExactly(message("a"));
        assertThat(read("data: a")).isEmpty();
    }
}
