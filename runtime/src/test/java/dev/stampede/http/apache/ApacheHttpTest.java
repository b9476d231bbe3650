package dev.stampede.http.apache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.Http;
import dev.stampede.http.ClientContract;
import dev.stampede.http.RequestNames;
import dev.stampede.http.okhttp.VirtualUser;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApacheHttpTest extends ClientContract {

    @Override
    protected Client client(Http http, RequestNames names, @Nullable HandshakeCertificates trusted) {
        HttpClientBuilder builder = ApacheHttp.newBuilder(http, names);
        if (trusted != null) {
            builder.setConnectionManager(ApacheHttp.connections(http)
                    .setTlsSocketStrategy(new DefaultClientTlsStrategy(trusted.sslContext()))
                    .build());
        }
        CloseableHttpClient client = builder.build();
        return (method, url, body) -> {
            ClassicRequestBuilder request = ClassicRequestBuilder.create(method).setUri(url);
            if (body != null) {
                request.setEntity(body);
            }
            return client.execute(
                    request.build(),
                    response -> new Reply(response.getCode(), EntityUtils.toString(response.getEntity())));
        };
    }

    @Override
    protected boolean seesSockets() {
        return true;
    }

    private CloseableHttpClient plain() {
        return ApacheHttp.newBuilder(vu.http()).build();
    }

    private static ClassicHttpResponse open(CloseableHttpClient client, String url) throws Exception {
        return client.executeOpen(null, new HttpGet(url), null);
    }

    @Test
    void streamedBody_isSampledOnceItWasRead() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .body("0123456789")
                .throttleBody(5, 200, TimeUnit.MILLISECONDS)
                .build());
        try (ClassicHttpResponse response = open(plain(), base)) {
            assertThat(vu.recorded().series()).isEmpty();
            assertThat(vu.samples.lastCall().describe()).endsWith("-> 200");
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            response.getEntity().writeTo(read);
            assertThat(read.toString(UTF_8)).isEqualTo("0123456789");
            VirtualUser.Recorded recorded = vu.recorded();
            assertThat(recorded.requests()).hasSize(1);
            assertThat(recorded.sum("http_req_receiving")).isGreaterThanOrEqualTo(100);
        }
        assertThat(vu.recorded().series()).isEmpty();
    }

    @Test
    void bodyThatIsOnlyClosed_isSampledThen() throws Exception {
        answer("unread");
        open(plain(), base).close();
        assertThat(vu.recorded().request()).containsEntry("status", "200");
    }

    @Test
    void secondTry_isARoundTripOfItsOwn() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "0")
                .body("busy")
                .build());
        answer("ok");
        client().call("GET", base, null);
        assertThat(vu.recorded().requests())
                .extracting(tags -> tags.get("status"))
                .containsExactlyInAnyOrder("503", "200");
    }

    @Test
    void challenge_isARoundTripOfItsOwn() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(401)
                .addHeader("WWW-Authenticate", "Basic realm=\"shop\"")
                .addHeader("Connection", "close")
                .body("who are you?")
                .build());
        answer("ok");
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        credentials.setCredentials(
                new AuthScope("127.0.0.1", server.getPort()),
                new UsernamePasswordCredentials("me", "secret".toCharArray()));
        CloseableHttpClient client = ApacheHttp.newBuilder(vu.http())
                .setDefaultCredentialsProvider(credentials)
                .build();
        assertThat(client.execute(new HttpGet(base), ClassicHttpResponse::getCode))
                .isEqualTo(200);
        assertThat(vu.recorded().requests())
                .extracting(tags -> tags.get("status"))
                .containsExactlyInAnyOrder("401", "200");
    }

    @Test
    void responseWithoutABody_isSampledAtOnce() throws Exception {
        server.enqueue(new MockResponse.Builder().code(204).build());
        assertThat(plain().execute(new HttpGet(base), ClassicHttpResponse::getCode))
                .isEqualTo(204);
        assertThat(vu.recorded().request()).containsEntry("status", "204");
    }

    @Test
    void noAnswerAtAll_isAnError() {
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());
        HttpPost post = new HttpPost(base);
        post.setEntity(new StringEntity("order"));
        assertThatThrownBy(() -> plain().execute(post, ClassicHttpResponse::getCode))
                .isNotNull();
        assertThat(vu.recorded().request()).containsEntry("error", "EOF").containsEntry("error_code", "1000");
    }

    @Test
    void otherConnections_areMeasuredAsFarAsTheyCanBe() throws Exception {
        answer("ok");
        CloseableHttpClient client = ApacheHttp.newBuilder(vu.http())
                .setConnectionManager(new PoolingHttpClientConnectionManager())
                .build();
        client.execute(new HttpGet(base), ClassicHttpResponse::getCode);
        VirtualUser.Recorded recorded = vu.recorded();
        assertThat(recorded.sum("http_req_waiting")).isPositive();
        assertThat(recorded.sum("http_req_blocked")).isPositive();
        assertThat(recorded.sum("http_req_connecting")).isZero();
    }

    @Test
    void bodyInAFork_isRefused() throws Exception {
        answer("unread");
        ClassicHttpResponse response = open(plain(), base);
        assertThat(thrownInAFork(() -> response.getEntity().getContent().readAllBytes()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The response that '")
                .hasMessageEndingWith("Read and close it there.");
        assertSampledOnceClosed(response);
    }

    @Test
    void responseThatAStrangerReadsOrCloses_isRefused() throws Exception {
        for (UseOfAResponse use : List.<UseOfAResponse>of(
                response -> response.getEntity().getContent().readAllBytes(),
                response -> response.getEntity().getContent().close(),
                ClassicHttpResponse::close)) {
            answer("unread");
            ClassicHttpResponse response = open(plain(), base);
            assertRefusedToStrangers(() -> use.of(response));
            assertSampledOnceClosed(response);
        }
    }

    private void assertSampledOnceClosed(ClassicHttpResponse response) throws IOException {
        assertThat(vu.recorded().series()).isEmpty();
        try {
            response.close();
        } catch (SocketException e) {
            // Apache's stream cuts the connection when reading it throws; whether more was to come is a matter of time
        }
        assertThat(vu.recorded().requests()).hasSize(1);
    }

    private interface UseOfAResponse {
        void of(ClassicHttpResponse response) throws Exception;
    }

    @Test
    void connectionThroughSocks_isCountedAndClosesWithTheVirtualUser() throws Exception {
        try (ServerSocket socks = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> afterwards = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try (Socket connection = socks.accept()) {
                    afterwards.complete(answerInPlaceOfTheServer(connection));
                } catch (IOException e) {
                    afterwards.completeExceptionally(e);
                }
            });
            CloseableHttpClient client = ApacheHttp.newBuilder(vu.http())
                    .setConnectionManager(ApacheHttp.connections(vu.http())
                            .setDefaultSocketConfig(SocketConfig.custom()
                                    .setSocksProxyAddress(socks.getLocalSocketAddress())
                                    .build())
                            .build())
                    .build();

            String body = client.execute(
                    new HttpGet("http://127.0.0.1:9/"), response -> EntityUtils.toString(response.getEntity()));
            assertThat(body).isEqualTo("ok");
            assertThat(vu.recorded().request()).containsEntry("status", "200");
            vu.session.emitData();
            assertThat(vu.recorded().sum("data_received")).isGreaterThan(ANSWER.length() - 1);
            vu.close();

            assertThat(afterwards.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** What comes after the answer: -1 when the connection is closed. */
    private static int answerInPlaceOfTheServer(Socket connection) throws IOException {
        DataInputStream in = new DataInputStream(connection.getInputStream());
        OutputStream out = connection.getOutputStream();
        in.skipNBytes(1); // version
        in.skipNBytes(in.readUnsignedByte()); // ways of saying who it is
        out.write(new byte[] {5, 0});
        in.skipNBytes(3);
        in.skipNBytes(in.readUnsignedByte() == 1 ? 4 + 2 : in.readUnsignedByte() + 2);
        out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 9});
        for (String head = ""; !head.endsWith("\r\n\r\n"); ) {
            head += (char) in.readUnsignedByte();
        }
        out.write(ANSWER.getBytes(UTF_8));
        return in.read();
    }

    @Test
    void connections_closeWithTheVirtualUser() throws Exception {
        answer("ok");
        CloseableHttpClient client = plain();
        client.execute(new HttpGet(base), ClassicHttpResponse::getCode);
        vu.close();
        assertThatThrownBy(() -> client.execute(new HttpGet(base), ClassicHttpResponse::getCode))
                .hasMessageContaining("the HTTP session is closed");
    }
}
