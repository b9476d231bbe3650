package dev.stampede.examples;

import dev.stampede.Http;
import dev.stampede.examples.shop.ShopProcess;
import dev.stampede.junit.ConstantArrivalRate;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** A thousand iterations start each second, each when it is due. The shop is a process of its own. Runs only with {@code -Dgroups=big}. */
@Tag("big")
class ThousandArrivalsTest {
    @AutoClose
    static final ShopProcess shop = new ShopProcess();

    @LoadTest
    @ConstantArrivalRate(rate = 1000, duration = "20s", preAllocatedVus = 200, maxVus = 1000)
    @Threshold(metric = "http_req_failed", value = "rate==0")
    void browse(Http http) {
        http.get(shop.url() + "/products");
    }
}
