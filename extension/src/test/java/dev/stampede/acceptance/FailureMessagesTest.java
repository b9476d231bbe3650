package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.HttpResponse;
import dev.stampede.Vu;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.AssertionFailedError;

/** Whole messages of load tests that JUnit ran; what differs from run to run is replaced. */
class FailureMessagesTest {
    private static final MockWebServer shop = new MockWebServer();

    @BeforeAll
    static void open() throws IOException {
        shop.start();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    private static Throwable failureOf(Class<?> type, String golden) {
        return assertSame(Jupiter.failureOf(type), golden);
    }

    private static Throwable assertSame(Throwable failure, String golden) {
        String message = String.valueOf(failure.getMessage())
                .replaceFirst("(after \\d+ iterations? \\(\\d+ VUs?, )[^)]+\\)", "$1<duration>)")
                .replace("localhost:" + shop.getPort(), "localhost:<port>")
                .replaceAll("(FailureMessagesTest\\$\\w+\\.\\w+):\\d+", "$1:<line>");
        Golden.assertSame("runs/" + golden, message);
        return failure;
    }

    private static String url(String path) {
        return "http://joe:secret@localhost:" + shop.getPort() + path;
    }

    private static MockResponse answer(int status, String body) {
        return new MockResponse.Builder().code(status).body(body).build();
    }

    @Test
    void checksThatFailed_tellTheCallTheyWereAbout() {
        shop.enqueue(answer(200, "<html>\n  hello\n</html>"));
        shop.enqueue(answer(500, "no cart"));
        shop.enqueue(answer(503, "sorry"));
        shop.enqueue(answer(200, "a cart"));

        assertThat(failureOf(Checks.class, "checks-failed")).hasNoCause().hasNoSuppressedExceptions();
    }

    static class Checks {
        @BeforeRun
        void open(Vu vu) {
            vu.check("shop is open", false);
        }

        @LoadTest(iterations = 2)
        @Threshold(metric = "checks", value = "rate==1")
        void load(Vu vu, Http http, OkHttpClient client) throws IOException {
            vu.check("is ready", vu.iteration() > 0);
            vu.group("front", () -> {
                HttpResponse page = http.get(url("/products?page=2&token=abc"));
                vu.check("status is 200", page.status() == 200);
                vu.check("lists products", () -> assertThat(page.body()).contains("product"));
            });
            Request cart = new Request.Builder().url(url("/cart")).build();
            try (Response response = client.newCall(cart).execute()) {
                vu.check("cart is 200", response.code() == 200); // its body was not read yet
            }
            vu.check(
                    "url is right",
                    http.get("http//joe:secret@localhost").error().isEmpty());
        }
    }

    @Test
    void iterationsThatThrew_tellTheirRowsOfData_alsoThoseThatDidNotFit() {
        Throwable failure = failureOf(Rows.class, "iterations-threw");

        assertThat(failure).isInstanceOf(AssertionFailedError.class);
        assertThat(failure.getCause()).isInstanceOf(IllegalStateException.class).hasMessage("even");
        assertThat(failure.getSuppressed())
                .as("one of each of the next kinds")
                .extracting(thrown -> (Object) thrown.getClass().getSimpleName())
                .containsExactly("ParameterResolutionException", "AssertionFailedError");
    }

    @Test
    void stackTraces_beginInTheTest_andEndSoonAfter() {
        Throwable cause = Objects.requireNonNull(Jupiter.failureOf(Rows.class).getCause());

        List<String> frames = List.of(cause.getStackTrace()).stream()
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .toList();
        assertThat(frames.subList(0, 2))
                .containsExactly(Rows.class.getName() + ".check", Rows.class.getName() + ".load");
        assertThat(frames).hasSizeLessThan(12);
    }

    static class Rows {
        @LoadTest(iterations = 7)
        @CsvSource({"a, 1", "b, 2", "c, many", "d, 4", "e, 5", "f", "g, 7"})
        void load(String name, int n) {
            check(n);
            if (n == 5) {
                assertThat(name).as("name").isEqualTo("five");
            }
            if (n == 7) {
                throw new UnsupportedOperationException("seven");
            }
        }

        private static void check(int n) {
            if (n % 2 == 0) {
                throw new IllegalStateException("even");
            }
        }
    }

    @Test
    void setupThatThrew_isNamed() {
        assertThat(failureOf(SetupThrows.class, "setup-threw").getCause())
                .isInstanceOf(IOException.class)
                .hasMessage("shop is closed");
    }

    static class SetupThrows {
        @BeforeRun
        void open() throws IOException {
            throw new IOException("shop is closed");
        }

        @LoadTest
        @Threshold(metric = "http_req_duration", value = "p(95)<300")
        void load() {}
    }

    @Test
    void abort_givesTheReason_andTheChecksUpToThen() {
        assertThat(failureOf(Aborts.class, "vu-abort")).hasNoCause();
    }

    static class Aborts {
        @LoadTest(vus = 2, iterations = 2)
        void load(Vu vu) {
            if (vu.id() == 2) {
                vu.check("in stock", false);
                vu.abort("sold out");
            }
            vu.sleep("1h");
        }
    }

    @Test
    void setupTimeout_isNamed() {
        Throwable failure = Jupiter.failures(Jupiter.run(Waits.class, Map.of("stampede.setupTimeout", "100ms")))
                .getFirst();

        assertSame(failure, "setup-timeout");
    }

    static class Waits {
        @BeforeRun
        void open(Vu vu) {
            vu.sleep("1h");
        }

        @LoadTest
        void load() {}
    }

    @Test
    void interrupt_isNamed() {
        Throwable failure = failureOf(Interrupted.class, "interrupted");

        assertThat(failure).isInstanceOf(InterruptedException.class);
    }

    static class Interrupted {
        private static volatile Thread caller = Thread.currentThread();

        @BeforeAll
        static void remember() {
            caller = Thread.currentThread();
        }

        @LoadTest(iterations = 1)
        void load(Vu vu) {
            caller.interrupt();
            vu.sleep("1h");
        }
    }

    @Test
    void loadWithoutAnyIteration_isNoSuccess() {
        failureOf(TooShort.class, "nothing-was-measured");
    }

    static class TooShort {
        @LoadTest(duration = "1s", gracefulStop = "0s")
        @Threshold(metric = "http_req_duration", value = "p(95)<300")
        void load(Vu vu) {
            vu.sleep("1h");
        }
    }
}
