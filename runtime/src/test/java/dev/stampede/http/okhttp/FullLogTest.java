package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.clock.Clock;
import dev.stampede.http.HttpDebug;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Recorder;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;

class FullLogTest {
    @StartStop
    private final MockWebServer server = new MockWebServer();

    @Test
    void everyRequestAndResponse_isLoggedInFull_butForWhatAuthorises() {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Set-Cookie", "id=verysecret")
                .addHeader("Content-Type", "text/plain")
                .body("the answer")
                .build());
        List<String> lines =
                logged(http -> http.request("POST", server.url("/carts").toString())
                        .header("Authorization", "Bearer verysecret")
                        .body("the question")
                        .send());

        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("--> POST ").contains("/carts"))
                .anySatisfy(line -> assertThat(line).contains("the question"))
                .anySatisfy(line -> assertThat(line).startsWith("<-- 200"))
                .anySatisfy(line -> assertThat(line).contains("the answer"))
                .noneSatisfy(line -> assertThat(line).contains("verysecret"));
    }

    @Test
    void knownSecrets_areTakenOutOfUrlsHeadersAndBodies() {
        server.enqueue(new MockResponse.Builder().body("hunter2 it is").build());
        List<String> lines = logged(
                http -> http.request("POST", server.url("/carts?key=hunter2").toString())
                        .header("X-Key", "hunter2")
                        .body("my hunter2")
                        .send());

        assertThat(lines)
                .anySatisfy(line -> assertThat(line).contains("/carts?key=***"))
                .anySatisfy(line -> assertThat(line).isEqualTo("X-Key: ***"))
                .anySatisfy(line -> assertThat(line).isEqualTo("my ***"))
                .noneSatisfy(line -> assertThat(line).contains("hunter2"));
    }

    @Test
    void whatTravels_isWhatIsLogged() {
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .addHeader("Content-Encoding", "none-such")
                .body("later")
                .build());
        List<String> lines = logged(http -> http.get(server.url("/").toString()));

        assertThat(lines)
                .anySatisfy(line -> assertThat(line).startsWith("<-- 503"))
                .contains("Content-Encoding: none-such")
                .noneSatisfy(line -> assertThat(line).contains("Accept-Encoding"))
                .noneSatisfy(line -> assertThat(line).contains("Keep-Alive"));
    }

    @Test
    void passwordInAUrl_isMasked() {
        server.enqueue(new MockResponse.Builder().build());
        String url = "http://ann:verysecret@127.0.0.1:" + server.getPort() + "/x@y";

        assertThat(logged(http -> http.get(url)))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("--> GET http://****@127.0.0.1:")
                        .contains("/x@y"))
                .anySatisfy(line -> assertThat(line).startsWith("<-- 200 OK http://****@127.0.0.1:"))
                .noneSatisfy(line -> assertThat(line).contains("verysecret"));
    }

    /** What is logged while requests are sent. */
    private static List<String> logged(Consumer<Http> requests) {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = handler(lines);
        Logger logger = Logger.getLogger("dev.stampede.http");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try (HttpSession session = session()) {
            requests.accept(session.http());
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        return lines;
    }

    private static HttpSession session() {
        MetricRegistry registry = new MetricRegistry();
        SampleContext samples =
                new SampleContext(registry, new Recorder(), Clock.system(), SystemTag.DEFAULTS, 1, registry.rootTags());
        return new HttpSessions(
                        HttpOptions.builder().debug(HttpDebug.FULL).build(),
                        text -> text.replace("hunter2", "***"),
                        null)
                .open(samples);
    }

    private static Handler handler(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
