package dev.stampede.examples;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.examples.shop.Shop;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** A thousand users who think between requests need no more than a small heap. Runs only with {@code -Dgroups=big}. */
@Tag("big")
class ThousandVusTest {
    @AutoClose
    static final Shop shop = new Shop();

    @LoadTest(vus = 1000, duration = "20s")
    @Threshold(metric = "http_req_failed", value = "rate<0.01")
    void browse(Vu vu, Http http) {
        http.get(shop.url() + "/products");
        vu.sleep("1s");
    }
}
