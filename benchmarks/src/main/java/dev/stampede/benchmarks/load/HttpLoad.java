package dev.stampede.benchmarks.load;

import dev.stampede.Http;
import dev.stampede.HttpResponse;
import dev.stampede.Vu;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.Threshold;

/**
 * A small GET with a check, all metrics and thresholds; {@code peers/k6.js} does the same. How much load is given on the
 * command line, as flags or as k6's JSON. {@code -Dbenchmark.target} is the URL, or several with commas between them: each virtual user
 * has one of them. {@code -Dbenchmark.sleep} is how long a virtual user sleeps after each request, such as {@code 1s}; nothing means
 * not at all.
 */
public class HttpLoad {
    private static final String[] TARGETS =
            System.getProperty("benchmark.target", "http://127.0.0.1:8099/").split(",", -1);
    private static final String SLEEP = System.getProperty("benchmark.sleep", "");

    @LoadTest
    @Threshold(metric = "http_req_duration", value = "p(95)<5000")
    @Threshold(metric = "http_req_failed", value = "rate<0.01")
    @Threshold(metric = "checks", value = "rate>0.99")
    void get(Vu vu, Http http) {
        HttpResponse response = http.get(TARGETS[vu.id() % TARGETS.length]);
        vu.check("status is 200", response.status() == 200);
        if (!SLEEP.isEmpty()) {
            vu.sleep(SLEEP);
        }
    }
}
