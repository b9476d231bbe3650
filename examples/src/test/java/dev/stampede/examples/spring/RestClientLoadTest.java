package dev.stampede.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.examples.shop.Shop;
import dev.stampede.http.spring.SpringHttp;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import org.junit.jupiter.api.AutoClose;
import org.springframework.web.client.RestClient;

/** A client on Spring's RestClient: it only gets the virtual user's requests. URLs with numbers in them go by one name. */
class RestClientLoadTest {
    @AutoClose
    static final Shop shop = new Shop();

    private RestClient client;

    @BeforeVu
    void connect(Http http) {
        client = RestClient.builder()
                .requestFactory(SpringHttp.requestFactory(
                        http, (method, url) -> url.getPath().startsWith("/products/") ? "product" : null))
                .baseUrl(shop.url())
                .build();
    }

    @LoadTest(vus = 5, duration = "3s")
    @Threshold(metric = "http_req_duration{name:product}", value = "p(95)<500")
    @Threshold(metric = "http_req_failed", value = "rate<0.01")
    void lookAtAProduct(Vu vu) {
        long number = 1 + vu.iteration() % 20;
        String product = client.get().uri("/products/{id}", number).retrieve().body(String.class);
        vu.check("is the one", () -> assertThat(product).contains("\"id\":" + number));
        vu.sleep("100ms");
    }
}
