package dev.stampede.acceptance;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.http.apache.ApacheHttp;
import dev.stampede.http.jdk.JdkHttp;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that teams already have, made by virtual users of the real engine. */
class ClientsTest {
    private static final Dispatcher ANSWERS = new Dispatcher() {
        @Override
        public MockResponse dispatch(RecordedRequest request) {
            return "/old".equals(request.getUrl().encodedPath())
                    ? new MockResponse.Builder()
                            .code(302)
                            .addHeader("Location", "/new")
                            .build()
                    : new MockResponse.Builder().body("ok").build();
        }
    };

    private static MockWebServer shop = new MockWebServer();

    @BeforeEach
    void open() throws IOException {
        shop = new MockWebServer();
        shop.setDispatcher(ANSWERS);
        shop.start();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static String url() {
        return shop.url("/old").toString();
    }

    @Test
    void jdkClient_isMeasured() {
        Jupiter.passes(OnTheJdk.class, 1);
    }

    static class OnTheJdk {
        private HttpClient client;

        @BeforeVu
        void connect(Http http) {
            client = JdkHttp.newBuilder(http, (method, url) -> "old")
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
        }

        @LoadTest(vus = 2, iterations = 6)
        @Threshold(metric = "http_reqs{status:302}", value = "count==6")
        @Threshold(metric = "http_reqs{group:::front}", value = "count==12")
        @Threshold(metric = "http_req_duration{name:old}", value = "p(95)<60000")
        @Threshold(metric = "checks", value = "rate==1")
        void load(Vu vu) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url())).build();
            vu.group(
                    "front",
                    () -> vu.check(
                            "ok",
                            client.send(request, BodyHandlers.ofString()).body().equals("ok")));
        }
    }

    @Test
    void apacheClient_isMeasured() {
        Jupiter.passes(OnApache.class, 1);
    }

    static class OnApache {
        private CloseableHttpClient client;

        @BeforeVu
        void connect(Http http) {
            client = ApacheHttp.newBuilder(http).build();
        }

        @LoadTest(vus = 2, iterations = 6)
        @Threshold(metric = "http_reqs{status:302}", value = "count==6")
        @Threshold(metric = "http_reqs{group:::front}", value = "count==12")
        @Threshold(metric = "data_received", value = "count>0")
        @Threshold(metric = "checks", value = "rate==1")
        void load(Vu vu) throws Exception {
            vu.group(
                    "front",
                    () -> vu.check(
                            "ok",
                            client.execute(new HttpGet(url()), response -> EntityUtils.toString(response.getEntity()))
                                    .equals("ok")));
        }
    }
}
