package dev.stampede.benchmarks.load;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;

/** For {@code benchmarks/run start}, which looks at when the first request comes. Skipped in the build. */
class FirstRequestTest {
    private static final String TARGET = System.getProperty("benchmark.target", "http://127.0.0.1:8099/");

    @LoadTest(vus = 1, duration = "1s")
    @Threshold(metric = "checks", value = "rate==1")
    void get(Vu vu, Http http) {
        vu.check("status is 200", http.get(TARGET).status() == 200);
        vu.sleep("100ms");
    }
}
