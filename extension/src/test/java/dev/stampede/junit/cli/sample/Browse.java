package dev.stampede.junit.cli.sample;

import dev.stampede.Vu;
import dev.stampede.junit.LoadTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Two load tests, and a test that is none; not named as Surefire likes it. */
public class Browse {
    /** What was called. */
    public static final List<String> calls = new CopyOnWriteArrayList<>();

    @LoadTest
    void catalogue(Vu vu) {
        calls.add("catalogue");
    }

    @LoadTest
    void search(Vu vu) {
        calls.add("search");
    }

    @Test
    void unit() {
        calls.add("unit");
    }
}
