package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataCounterTest {
    private final VirtualUser vu = new VirtualUser();

    @AfterEach
    void end() {
        vu.close();
    }

    @Test
    void data_isWhatTheServerSaw() throws Exception {
        RawServer.Script script = connection -> {
            while (connection.readRequest(5)) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
            }
        };
        try (RawServer server = new RawServer(script)) {
            vu.http().post(server.url(), "hello");
            vu.http().post(server.url(), "world");
            vu.session.emitData();
            VirtualUser.Recorded recorded = vu.recorded();
            assertThat(recorded.sum("data_sent"))
                    .isEqualTo(server.read.doubleValue())
                    .isPositive();
            assertThat(recorded.sum("data_received"))
                    .isEqualTo(server.written.doubleValue())
                    .isPositive();

            vu.session.emitData();
            VirtualUser.Recorded idle = vu.recorded();
            assertThat(idle.count("data_sent")).isEqualTo(1);
            assertThat(idle.sum("data_sent")).isZero();
            assertThat(idle.sum("data_received")).isZero();
        }
    }

    @Test
    void data_aroundTheLoadIsRecordedOnlyIfThereWasAny() throws Exception {
        RawServer.Script script = connection -> {
            if (connection.readRequest(0)) {
                connection.write("HTTP/1.1 204 No Content\r\n\r\n");
            }
        };
        vu.session.emitDataIfAny();
        assertThat(vu.recorded().series()).isEmpty();

        try (RawServer server = new RawServer(script)) {
            vu.http().get(server.url());
            vu.session.emitDataIfAny();
            assertThat(vu.recorded().sum("data_sent")).isEqualTo(server.read.doubleValue());
        }
    }

    @Test
    void data_isRecordedOfInterruptedIterationsToo_withTheTagsOfThatMoment() {
        vu.samples.tags(vu.registry.rootTags().with("scenario", "browse"));
        vu.samples.cancel();
        vu.session.emitData();
        assertThat(vu.recorded().series())
                .extracting(VirtualUser.Series::metric, VirtualUser.Series::tags)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("data_sent", Map.of("scenario", "browse")),
                        org.assertj.core.groups.Tuple.tuple("data_received", Map.of("scenario", "browse")));
    }
}
