package dev.stampede.examples;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.examples.shop.ShopProcess;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.RampingVus;
import dev.stampede.junit.Stage;
import dev.stampede.junit.Threshold;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** Ten thousand users who think between requests. The shop is a process of its own. Runs only with {@code -Dgroups=big}. */
@Tag("big")
class TenThousandVusTest {
    @AutoClose
    static final ShopProcess shop = new ShopProcess();

    @LoadTest
    @RampingVus(
            startVus = 0,
            stages = {@Stage(duration = "10s", target = 10_000), @Stage(duration = "30s", target = 10_000)})
    @Threshold(metric = "http_req_failed", value = "rate==0")
    void browse(Vu vu, Http http) {
        http.get(shop.url() + "/products");
        vu.sleep("1s");
    }
}
