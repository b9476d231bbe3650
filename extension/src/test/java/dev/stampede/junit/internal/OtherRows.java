package dev.stampede.junit.internal;

import java.util.List;

/** Rows that another class makes. */
final class OtherRows {
    private OtherRows() {}

    static List<String> names() {
        return List.of("dora", "eve");
    }
}
