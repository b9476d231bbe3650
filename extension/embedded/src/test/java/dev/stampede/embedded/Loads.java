package dev.stampede.embedded;

import dev.stampede.Vu;
import dev.stampede.junit.CloudOutput;
import dev.stampede.junit.LoadTest;

/** Load tests for JVMs of their own. Not named as tests are, so that Surefire leaves them alone. */
final class Loads {
    /** What the endless one says in its first iteration. */
    static final String BEGUN = "the load has begun";

    private Loads() {}

    @CloudOutput(name = "Endless")
    static class Endless {
        @LoadTest(vus = 1, duration = "2m")
        void load(Vu vu) {
            if (vu.iteration() == 1) { // so that one is complete whenever it is ended
                System.getLogger(Loads.class.getName()).log(System.Logger.Level.INFO, BEGUN);
            }
            vu.sleep("100ms");
        }
    }

    @CloudOutput(name = "Brief")
    static class Brief {
        @LoadTest(vus = 1, duration = "5s")
        void load(Vu vu) {
            vu.sleep("100ms");
        }
    }
}
