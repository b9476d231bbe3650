package dev.stampede.examples;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.HttpRequest;
import dev.stampede.HttpResponse;
import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.examples.shop.Accounts;
import dev.stampede.examples.shop.Shop;
import dev.stampede.junit.AfterRun;
import dev.stampede.junit.BeforeRun;
import dev.stampede.junit.BeforeVu;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Stage;
import dev.stampede.junit.Threshold;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;

/**
 * Users log in once, then look around, put things into their cart and pay for them, again and again. One payment in a
 * hundred meets a busy provider; the thresholds leave room for that.
 */
@CloudOutput(name = "Checkout", optional = true)
class CheckoutLoadTest {
    @AutoClose
    static final Shop shop = new Shop();

    private double products; // set before the run: every virtual user's instance takes it over
    private String token; // set by every virtual user in its own instance

    @BeforeRun
    void countProducts(Http http) {
        HttpResponse page = http.get(shop.url() + "/products");
        products = 20 * (double) requireNonNull(page.json("/pages"));
    }

    @BeforeVu
    void logIn(Vu vu, Http http) {
        HttpResponse response = http.request("POST", shop.url() + "/login")
                .form(Map.of("user", "user" + vu.id(), "password", Accounts.PASSWORD))
                .send();
        token = (String) requireNonNull(response.json("/token"), response.body());
    }

    @LoadTest(
            stages = {
                @Stage(duration = "3s", target = 10),
                @Stage(duration = "10s", target = 10),
                @Stage(duration = "2s", target = 0)
            })
    @Threshold(metric = "http_req_duration", value = "p(95)<800")
    @Threshold(metric = "http_req_duration{name:product}", value = "med<400")
    @Threshold(metric = "http_req_failed", value = "rate<0.05")
    @Threshold(metric = "checks", value = "rate>0.95", abortOnFail = true, delayAbortEval = "5s")
    @Threshold(metric = "order_total", value = "min>0")
    void buy(Vu vu, Http http) {
        int product = 1 + (int) ((7L * vu.id() + vu.iteration()) % (long) products);

        vu.group("look around", () -> {
            HttpResponse page = http.get(shop.url() + "/products");
            vu.check("lists products", () -> assertThat(page.body()).contains("\"name\""));
            vu.sleep("100ms");

            // Without a name, each product would be a series of its own.
            HttpResponse one = http.request("GET", shop.url() + "/products/" + product)
                    .name("product")
                    .send();
            vu.check("is that product", () -> assertThat(one.json("/id")).isEqualTo((double) product));
        });
        vu.sleep("100ms");

        vu.group("buy", () -> {
            HttpResponse cart = asUser(http, "POST", "/cart")
                    .header("Content-Type", "application/json")
                    .body("{\"product\": %d, \"quantity\": 2}".formatted(product))
                    .send();
            vu.check("is in the cart", cart.status() == 201);

            // A checkout redirects to its order: both requests are measured, both under this name.
            HttpResponse order =
                    asUser(http, "POST", "/checkout").name("checkout").send();
            if (vu.check("is paid", order.status() == 200)) {
                vu.trend("order_total").add((double) requireNonNull(order.json("/cart/total")));
            }
        });
        vu.sleep("200ms");
    }

    @AfterRun
    void somethingWasSold(RunResult result) {
        assertThat(result.value("order_total", "count")).isGreaterThan(10);
    }

    private HttpRequest asUser(Http http, String method, String path) {
        return http.request(method, shop.url() + path).header("Authorization", "Bearer " + token);
    }
}
