package dev.stampede.benchmarks.load;

import dev.stampede.Vu;
import dev.stampede.junit.LoadTest;

/** Virtual users that do nothing but sleep for {@code -Dbenchmark.sleep}, 1 s unless given; {@code peers/k6-sleep.js} does the same. */
public class SleepLoad {
    private static final String SLEEP = System.getProperty("benchmark.sleep", "1s");

    @LoadTest
    void sleep(Vu vu) {
        vu.sleep(SLEEP);
    }
}
