package dev.stampede.examples;

import dev.stampede.Http;
import dev.stampede.HttpResponse;
import dev.stampede.Vu;
import dev.stampede.examples.shop.Shop;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import org.junit.jupiter.api.AutoClose;

/** Five users leaf through the catalogue for five seconds. */
class FirstLoadTest {
    @AutoClose
    static final Shop shop = new Shop();

    @LoadTest(vus = 5, duration = "5s")
    @Threshold(metric = "http_req_duration", value = "p(95)<500")
    void browse(Vu vu, Http http) {
        HttpResponse page = http.get(shop.url() + "/products");
        vu.check("status is 200", page.status() == 200);
        vu.sleep("200ms");
    }
}
