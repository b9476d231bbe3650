package dev.stampede.results.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PushKeysTest {
    @Test
    void keys_areThoseThatWereAdded() {
        PushKeys keys = new PushKeys();
        Set<String> expected = new HashSet<>();
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            String key = i % 3 == 0 ? "key " + i : "%016x".formatted(random.nextLong());
            assertThat(keys.contains(key)).isFalse();
            keys.add(key);
            keys.add(key);
            expected.add(key);
        }
        assertThat(expected).allMatch(keys::contains);
        assertThat(keys.contains("0000000000000000")).isFalse();
        keys.add("0000000000000000");
        assertThat(keys.contains("0000000000000000")).isTrue();
        assertThat(keys.contains("")).isFalse();
    }
}
