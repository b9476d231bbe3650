package dev.stampede.examples;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.HttpResponse;
import dev.stampede.RunResult;
import dev.stampede.Vu;
import dev.stampede.examples.shop.Accounts;
import dev.stampede.examples.shop.Shop;
import dev.stampede.feed.FeedPolicy;
import dev.stampede.junit.ConstantVus;
import dev.stampede.junit.Feed;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.RampingArrivalRate;
import dev.stampede.junit.Scenario;
import dev.stampede.junit.Stage;
import dev.stampede.junit.Threshold;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Two crowds at the same time: some look around for as long as they like, and customers of a file come to buy, more and more
 * of them, however long those before them take.
 */
class BusyHourTest {
    @AutoClose
    static final Shop shop = new Shop();

    @Scenario
    @ConstantVus(vus = 3, duration = "8s")
    void browse(Vu vu, Http http) {
        http.get(shop.url() + "/products?page=" + (1 + vu.iteration() % 3));
        vu.sleep("300ms");
    }

    @Scenario(startTime = "1s", tags = "kind=customer")
    @RampingArrivalRate(
            startRate = 2,
            stages = {@Stage(duration = "3s", target = 10), @Stage(duration = "3s", target = 10)},
            preAllocatedVus = 5,
            maxVus = 30)
    @CsvFileSource(resources = "/customers.csv", numLinesToSkip = 1)
    @Feed(FeedPolicy.UNIQUE)
    void buy(String customer, int product, int quantity, Vu vu, Http http) {
        HttpResponse login = http.request("POST", shop.url() + "/login")
                .form(Map.of("user", customer, "password", Accounts.PASSWORD))
                .send();
        String token = (String) requireNonNull(login.json("/token"), login.body());
        HttpResponse cart = http.request("POST", shop.url() + "/cart")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .body("{\"product\": %d, \"quantity\": %d}".formatted(product, quantity))
                .send();
        if (vu.check("is in the cart", cart.status() == 201)) {
            vu.counter("carts_filled").add(1);
        }
    }

    @LoadTest("Busy hour")
    @Threshold(metric = "http_req_duration{scenario:browse}", value = "p(95)<800")
    @Threshold(metric = "http_req_failed{kind:customer}", value = "rate==0")
    @Threshold(metric = "dropped_iterations", value = "count==0")
    void everyCustomerWasServed(RunResult result) {
        assertThat(result.value("carts_filled", "count")).isEqualTo(48);
    }
}
