package dev.stampede.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Vu;
import dev.stampede.examples.shop.Shop;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import feign.Feign;
import feign.Param;
import feign.RequestLine;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AutoClose;

/** Feign's clients are measured as they are, too: on the virtual user's OkHttp client. */
class FeignLoadTest {
    @AutoClose
    static final Shop shop = new Shop();

    interface ShopClient {
        @RequestLine("GET /products?page={page}")
        String products(@Param("page") int page);
    }

    private ShopClient client;

    @BeforeVu
    void connect(OkHttpClient measured) {
        client = Feign.builder().client(new feign.okhttp.OkHttpClient(measured)).target(ShopClient.class, shop.url());
    }

    @LoadTest(vus = 5, duration = "3s")
    @Threshold(metric = "http_req_failed", value = "rate<0.01")
    @Threshold(metric = "http_req_duration", value = "p(95)<500")
    void lookAtAPage(Vu vu) {
        String page = client.products(1 + (int) (vu.iteration() % 5));
        vu.check("lists products", () -> assertThat(page).contains("products"));
        vu.sleep("100ms");
    }
}
