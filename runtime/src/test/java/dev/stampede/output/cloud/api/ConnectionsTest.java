package dev.stampede.output.cloud.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stampede.ConfigException;
import dev.stampede.proxies.Proxies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionsTest {
    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final HeldCertificate root =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    private static Connections of(Map<String, String> environment) {
        return Connections.of(environment, name -> null, ProxySelector.of(null));
    }

    private String proxy(String userInfo) {
        return "http://" + userInfo + "127.0.0.1:" + server.getPort();
    }

    private static String body(Connections connections, String url) throws IOException {
        OkHttpClient client = connections.client().build();
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            return response.code() + " " + response.body().string();
        } finally {
            client.connectionPool().evictAll();
        }
    }

    @Test
    void plainCall_goesThroughTheProxyAndLogsInWhenAsked() throws Exception {
        server.enqueue(new MockResponse.Builder().code(407).build());
        server.enqueue(new MockResponse.Builder().body("there").build());

        assertThat(body(of(Map.of("HTTP_PROXY", proxy("me:s%40crt@"))), "http://service.test/v1/tests"))
                .isEqualTo("200 there");
        server.takeRequest();
        RecordedRequest request = server.takeRequest();
        assertThat(request.getRequestLine()).isEqualTo("GET http://service.test/v1/tests HTTP/1.1");
        assertThat(request.getHeaders().get("Proxy-Authorization")).isEqualTo("Basic bWU6c0BjcnQ=");
    }

    @Test
    void secureCall_isTunnelledAndTrustsTheGivenAuthority() throws Exception {
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("service.test")
                .signedBy(root)
                .build();
        server.useHttps(
                new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());
        server.enqueue(new MockResponse.Builder().inTunnel().build());
        server.enqueue(new MockResponse.Builder().body("safe").build());
        Path file = Files.writeString(folder.resolve("ca.pem"), "# ours\n" + root.certificatePem());

        Connections connections = of(Map.of("https_proxy", proxy("me:secret@"), "SSL_CERT_FILE", file.toString()));
        assertThat(body(connections, "https://service.test/v1/tests")).isEqualTo("200 safe");
        RecordedRequest tunnel = server.takeRequest();
        assertThat(tunnel.getRequestLine()).isEqualTo("CONNECT service.test:443 HTTP/1.1");
        assertThat(tunnel.getHeaders().get("Proxy-Authorization")).isEqualTo("Basic bWU6c2VjcmV0");
        assertThat(server.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
    }

    @Test
    void authorityInAFolder_isTrustedWhateverElseLiesThere() throws Exception {
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .signedBy(root)
                .build();
        server.useHttps(
                new HandshakeCertificates.Builder().heldCertificate(own).build().sslSocketFactory());
        server.enqueue(new MockResponse.Builder().body("safe").build());
        String url = "https://localhost:" + server.getPort();
        Files.writeString(folder.resolve("ca.pem"), root.certificatePem());
        Files.writeString(folder.resolve("README"), "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----");

        assertThat(body(of(Map.of("SSL_CERT_DIR", folder.toString())), url)).isEqualTo("200 safe");
        assertThatExceptionOfType(IOException.class)
                .as("only the JVM's authorities")
                .isThrownBy(() -> body(of(Map.of()), url));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://a.test|''|proxy",
                "https://a.test|a.test|direct",
                "https://A.test.|a.TEST|direct",
                "https://b.a.test|a.test|direct",
                "https://ba.test|a.test|proxy",
                "https://a.test|.a.test|proxy",
                "https://b.a.test|.a.test|direct",
                "https://b.a.test|*.a.test|direct",
                "https://a.test|*|direct",
                "https://a.test|x.test, a.test|direct",
                "https://a.test|a.test:443|direct",
                "https://a.test:8443|a.test:443|proxy",
                "https://10.1.2.3|10.0.0.0/8|direct",
                "https://11.1.2.3|10.0.0.0/8|proxy",
                "https://10.1.2.3|10.1.2.3|direct",
                "https://10.1.2.3|10.1.2.3:80|proxy",
                "https://[2001:db8::1]|2001:db8::/32|direct",
                "https://[2001:db8::1]|[2001:db8::1]:443|direct",
                "https://[2001:db9::1]|2001:db8::/32|proxy",
                "https://a.test|10.0.0.0/99,/,:80,,a/b|proxy",
                "https://localhost:9|''|direct",
                "https://127.9.9.9|''|direct",
                "https://[::1]|''|direct",
                "http://a.test|''|direct",
            })
    void noProxy_isReadAsGoReadsIt(URI url, String noProxy, String expected) {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "proxy.test:3128", "NO_PROXY", noProxy);
        Proxies proxies = new Proxies(environment, name -> null, ProxySelector.of(null));

        assertThat(proxies.select(url))
                .containsExactly(
                        expected.equals("direct")
                                ? Proxy.NO_PROXY
                                : new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.test", 3128)));
    }

    @Test
    void propertiesOfTheJvm_winWhereTheyAreSet() {
        Map<String, String> properties = new HashMap<>();
        ProxySelector java = ProxySelector.of(InetSocketAddress.createUnresolved("java.test", 1));
        Proxies proxies = new Proxies(
                Map.of("HTTPS_PROXY", "http://env.test", "http_proxy", "socks5://s"), properties::get, java);
        URI secure = URI.create("https://a.test");
        URI plain = URI.create("http://a.test");

        assertThat(proxies.select(secure)).asString().contains("env.test").contains(":80");
        assertThat(proxies.select(plain)).asString().contains("SOCKS").contains(":1080");
        properties.put("https.proxyHost", "java.test");
        assertThat(proxies.select(secure)).isEqualTo(java.select(secure));
        assertThat(proxies.select(plain)).asString().contains("SOCKS");
        assertThat(proxies)
                .hasToString("https through what Java's properties say, http through socks5://s (environment variable"
                        + " http_proxy)");
    }

    @Test
    void proxiesForPeople_haveNoPasswords() {
        Proxies proxies = new Proxies(
                Map.of("HTTPS_PROXY", "me:secret@p.test:1", "HTTP_PROXY", "http://me:secret@p.test:1"),
                name -> null,
                ProxySelector.of(null));

        assertThat(proxies)
                .hasToString("https through ****@p.test:1 (environment variable HTTPS_PROXY), http through"
                        + " http://****@p.test:1 (environment variable HTTP_PROXY)");
    }

    @Test
    void whatIsWrong_isToldAllAtOnceWithoutPasswords() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> of(Map.of(
                        "HTTPS_PROXY",
                        "https://me:secret@p.test",
                        "HTTP_PROXY",
                        "socks5://me:secret@p.test",
                        "SSL_CERT_FILE",
                        empty.toString(),
                        "SSL_CERT_DIR",
                        folder.resolve("none").toString())))
                .satisfies(e -> assertThat(e.problems())
                        .containsExactly(
                                "invalid proxy address 'https://****@p.test', from environment variable HTTPS_PROXY."
                                        + " Use such as http://proxy:3128 or socks5://proxy:1080.",
                                "a SOCKS proxy cannot be logged in to: 'socks5://****@p.test', from environment variable"
                                        + " HTTP_PROXY. Leave out user and password, or use an http:// proxy.",
                                "certificate authorities cannot be read from '" + empty
                                        + "': there is no certificate in"
                                        + " it. It is from environment variable SSL_CERT_FILE. Make it PEM files, or"
                                        + " remove the variable to trust only the authorities of the JVM.",
                                "certificate authorities cannot be read from '" + folder.resolve("none")
                                        + "': there is no such file or folder. It is from environment variable"
                                        + " SSL_CERT_DIR. Make it PEM files, or remove the variable to trust only the"
                                        + " authorities of the JVM."));
        Files.writeString(empty, "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> of(Map.of("SSL_CERT_FILE", empty.toString())))
                .withMessageContaining("a certificate in it cannot be read");
    }
}
