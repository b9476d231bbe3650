package dev.stampede.embedded;

import dev.stampede.Vu;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;

/** Load tests for JVMs of their own. Not named as tests are, so that Surefire leaves them alone. */
final class Loads {
    private Loads() {}

    @CloudOutput(name = "Endless")
    static class Endless {
        @LoadTest(vus = 1, duration = "2m")
        void load(Vu vu) {
            vu.sleep("100ms");
        }
    }

    @CloudOutput(name = "Short")
    static class Short {
        @LoadTest(vus = 1, duration = "5s")
        void load(Vu vu) {
            vu.sleep("100ms");
        }
    }
}
