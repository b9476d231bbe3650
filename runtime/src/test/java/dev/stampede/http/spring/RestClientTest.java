package dev.stampede.http.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.http.ClientContract;
import dev.stampede.http.RequestNames;
import java.nio.charset.StandardCharsets;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

class RestClientTest extends ClientContract {

    @Override
    protected Client client(Http http, RequestNames names, @Nullable HandshakeCertificates trusted) {
        RestClient client = RestClient.builder()
                .requestFactory(SpringHttp.requestFactory(http, names))
                .build();
        return (method, url, body) -> {
            RestClient.RequestBodySpec request =
                    client.method(HttpMethod.valueOf(method)).uri(url);
            if (body != null) {
                request.body(body);
            }
            return requireNonNull(request.exchange((sent, response) -> new Reply(
                    response.getStatusCode().value(),
                    new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8))));
        };
    }

    @Override
    protected boolean seesSockets() {
        return true;
    }

    @Test
    void restTemplate_isMeasuredToo() {
        answer("ok");
        RestTemplate template = new RestTemplate(SpringHttp.requestFactory(vu.http()));
        assertThat(template.postForObject(base + "/orders", null, String.class)).isEqualTo("ok");
        assertThat(vu.recorded().request()).containsEntry("method", "POST").containsEntry("status", "200");
    }

    @Test
    void responseNobodyReads_isSampled() {
        answer("unread");
        assertThat(RestClient.builder()
                        .requestFactory(SpringHttp.requestFactory(vu.http()))
                        .build()
                        .get()
                        .uri(base)
                        .retrieve()
                        .toBodilessEntity()
                        .getStatusCode()
                        .value())
                .isEqualTo(200);
        assertThat(vu.recorded().requests()).hasSize(1);
    }
}
