package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Fork;
import dev.stampede.Http;
import dev.stampede.HttpResponse;
import dev.stampede.Vu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What load tests do beside the thread of the virtual user. */
@Timeout(60)
class ForksTest {
    private static final MockWebServer server = new MockWebServer();
    private static String base = "";

    @BeforeAll
    static void serve() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder().body("ok").build();
            }
        });
        server.start();
        base = "http://127.0.0.1:" + server.getPort();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everythingAForkDoes_isOfItsGroup() {
        // not about the machine, which may be busy with other tests
        var results = Jupiter.run(InForks.class, Map.of("stampede.generatorHealth", "off"));
        assertThat(Jupiter.failures(results)).isEmpty();
        results.testEvents().assertStatistics(s -> s.started(1).succeeded(1));
    }

    static class InForks {
        @LoadTest(vus = 3, iterations = 6)
        @Threshold(metric = "http_reqs", value = "count==36")
        @Threshold(metric = "http_reqs{group:::front}", value = "count==30")
        @Threshold(metric = "http_reqs{group:::front::inner}", value = "count==6")
        @Threshold(metric = "http_req_failed", value = "rate==0")
        @Threshold(metric = "checks{group:::front}", value = "rate==1")
        void load(Vu vu, Http http, OkHttpClient client) {
            vu.group("front", () -> {
                List<HttpResponse> parts = http.batch(base + "/a", base + "/b");
                Fork<String> fork = vu.fork(() -> {
                    vu.group("inner", () -> {
                        http.get(base + "/inner");
                    });
                    return http.get(base + "/c").body();
                });
                Fork<?> okhttp = vu.fork(() -> enqueue(client));
                CompletableFuture<HttpResponse> future =
                        CompletableFuture.supplyAsync(() -> http.get(base + "/e"), vu.executor());
                vu.check("all came", () -> {
                    assertThat(parts).hasSize(2);
                    assertThat(fork.join()).isEqualTo("ok");
                    assertThat(future.join().status()).isEqualTo(200);
                });
                okhttp.join();
            });
        }

        private static void enqueue(OkHttpClient client) throws InterruptedException {
            CountDownLatch answered = new CountDownLatch(1);
            client.newCall(new Request.Builder().url(base + "/d").build()).enqueue(new Callback() {
                @Override
                public void onFailure(Call call, IOException e) {}

                @Override
                public void onResponse(Call call, Response response) {
                    response.close();
                    answered.countDown();
                }
            });
            assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void exceptionOfAFork_failsTheTest() {
        assertThat(Jupiter.failureOf(FailingFork.class)).hasStackTraceContaining("nobody joined this");
    }

    static class FailingFork {
        @LoadTest
        void load(Vu vu) {
            vu.fork(() -> {
                throw new IllegalStateException("nobody joined this");
            });
        }
    }

    @Test
    void foreignThread_failsTheTest_andSaysWhatToDo() {
        assertThat(Jupiter.failureOf(Foreign.class))
                .hasStackTraceContaining(
                        "Start such work with vu.fork(..), or give vu.executor() to the library that" + " does it.");
    }

    static class Foreign {
        @LoadTest
        void load(Http http) {
            CompletableFuture.supplyAsync(() -> http.get(base + "/foreign")).join();
        }
    }
}
