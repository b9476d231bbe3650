package dev.stampede.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.ConfigException;
import dev.stampede.HttpResponse;
import dev.stampede.http.HttpOptions;
import dev.stampede.proxies.Proxies;
import java.io.IOException;
import java.net.ProxySelector;
import java.util.Map;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** Load goes through the proxies that the environment names. */
class ProxyTest {
    @StartStop
    private final MockWebServer proxy = new MockWebServer();

    private static Proxies proxies(Map<String, String> environment) {
        return new Proxies(environment, property -> null, ProxySelector.of(null));
    }

    private VirtualUser through(String variable, HttpOptions options) {
        String address = "http://user:secret@127.0.0.1:" + proxy.getPort();
        return new VirtualUser(options, Resolver.Source.JVM, proxies(Map.of(variable, address)), 1);
    }

    @Test
    void plainRequests_areGivenToTheProxyWithItsLogin() throws Exception {
        proxy.enqueue(new MockResponse.Builder().body("one").build());
        proxy.enqueue(new MockResponse.Builder().body("two").build());
        try (VirtualUser vu = through("HTTP_PROXY", HttpOptions.DEFAULTS)) {
            assertThat(vu.http().get("http://shop.invalid/a").body()).isEqualTo("one");
            assertThat(okHttp(vu)).isEqualTo("two");
        }
        for (String path : new String[] {"a", "b"}) {
            RecordedRequest request = proxy.takeRequest();
            assertThat(request.getRequestLine()).isEqualTo("GET http://shop.invalid/" + path + " HTTP/1.1");
            assertThat(request.getHeaders().get("Proxy-Authorization")).isEqualTo("Basic dXNlcjpzZWNyZXQ=");
        }
    }

    @Test
    void withoutALogin_nothingIsAddedToEachRequest() {
        try (VirtualUser vu = new VirtualUser(HttpOptions.DEFAULTS, Resolver.Source.JVM, VirtualUser.noProxies(), 1);
                VirtualUser through = through("HTTP_PROXY", HttpOptions.DEFAULTS)) {
            assertThat(vu.client().networkInterceptors()).isEmpty();
            assertThat(through.client().networkInterceptors()).hasSize(1);
        }
    }

    private static String okHttp(VirtualUser vu) throws IOException {
        try (Response response = vu.client()
                .newCall(new Request.Builder().url("http://shop.invalid/b").build())
                .execute()) {
            return response.body().string();
        }
    }

    @Test
    void tls_goesThroughATunnel() throws Exception {
        Tls tls = Tls.of("shop.invalid");
        proxy.useHttps(tls.server().sslSocketFactory());
        proxy.enqueue(new MockResponse.Builder().inTunnel().build());
        proxy.enqueue(new MockResponse.Builder().body("ok").build());
        try (VirtualUser vu = through("HTTPS_PROXY", tls.trusting().build())) {
            HttpResponse response = vu.http().get("https://shop.invalid/");
            assertThat(response.error()).isEmpty();
            assertThat(response.body()).isEqualTo("ok");
            assertThat(vu.recorded().requests()).hasSize(1);
        }
        RecordedRequest connect = proxy.takeRequest();
        assertThat(connect.getRequestLine()).isEqualTo("CONNECT shop.invalid:443 HTTP/1.1");
        assertThat(connect.getHeaders().get("Proxy-Authorization")).isEqualTo("Basic dXNlcjpzZWNyZXQ=");
        assertThat(proxy.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
    }

    @Test
    void thisMachine_isCalledWithout() throws Exception {
        try (MockWebServer server = new MockWebServer();
                VirtualUser vu = through("HTTP_PROXY", HttpOptions.DEFAULTS)) {
            server.enqueue(new MockResponse.Builder().body("direct").build());
            server.start();
            assertThat(vu.http().get(server.url("/").toString()).body()).isEqualTo("direct");
        }
        assertThat(proxy.getRequestCount()).isZero();
    }

    @Test
    void addressThatIsNone_isSaidBeforeTheLoad() {
        assertThatThrownBy(() -> new HttpSessions(
                        HttpOptions.DEFAULTS,
                        UnaryOperator.identity(),
                        null,
                        Resolver.Source.JVM,
                        proxies(Map.of("HTTP_PROXY", "ftp://x")),
                        true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("invalid proxy address 'ftp://x', from environment variable HTTP_PROXY.");
    }
}
