package dev.stampede.http.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.http.ClientContract;
import dev.stampede.http.RequestNames;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

class WebClientTest extends ClientContract {

    @Override
    protected Client client(Http http, RequestNames names, @Nullable HandshakeCertificates trusted) {
        WebClient client = WebClient.builder()
                .clientConnector(SpringHttp.connector(http, names))
                .build();
        return (method, url, body) -> {
            WebClient.RequestBodySpec request =
                    client.method(HttpMethod.valueOf(method)).uri(url);
            if (body != null) {
                request.bodyValue(body);
            }
            return requireNonNull(request.exchangeToMono(response -> response.bodyToMono(String.class)
                            .defaultIfEmpty("")
                            .map(text -> new Reply(response.statusCode().value(), text)))
                    .block());
        };
    }

    @Override
    protected boolean seesSockets() {
        return true;
    }

    @Test
    void cookiesAndBody_areThoseOfTheRequest() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .addHeader("Set-Cookie", "cart=2; Path=/; HttpOnly")
                .body("ok")
                .build());
        WebClient client = WebClient.builder()
                .clientConnector(SpringHttp.connector(vu.http()))
                .build();

        String cart = client.post()
                .uri(base)
                .cookie("session", "1")
                .body(Flux.just("or", "der"), String.class)
                .exchangeToMono((ClientResponse response) -> response.releaseBody()
                        .thenReturn(requireNonNull(response.cookies().getFirst("cart"))
                                .getValue()))
                .block();

        assertThat(cart).isEqualTo("2");
        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().get("Cookie")).isEqualTo("session=1");
        assertThat(requireNonNull(request.getBody()).utf8()).isEqualTo("order");
        assertThat(vu.recorded().requests()).hasSize(1);
    }
}
