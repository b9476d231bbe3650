package dev.stampede.results.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.metrics.Metric;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BreakdownTest {
    private static final int FAR_TOO_MANY = Breakdown.MOST + 2_000;

    private final MetricRegistry registry = new MetricRegistry();
    private final Breakdown breakdown = new Breakdown();

    private void add(Metric metric, String... tags) {
        TreeMap<String, String> sorted = new TreeMap<>();
        for (int i = 0; i < tags.length; i += 2) {
            sorted.put(tags[i], tags[i + 1]);
        }
        breakdown.sinksOf(registry.tags(sorted).series(metric)).forEach(sink -> sink.add(1, 0));
    }

    @Test
    void namesBeyondWhatAnybodyReads_areCountedTogether() {
        for (int i = 0; i < FAR_TOO_MANY; i++) {
            add(registry.builtin().httpReqs, "name", "page " + i, "error_code", "1050");
        }

        assertThat(breakdown.requests()).hasSize(Breakdown.MOST + 1);
        assertThat(breakdown.requests())
                .hasEntrySatisfying(
                        new Breakdown.RequestKey("(more)", "", ""),
                        more -> assertThat(more.count().sum()).isEqualTo(2_000));
        assertThat(breakdown.errors()).hasSize(Breakdown.MOST + 1);
        assertThat(breakdown.errors().values().stream()
                        .mapToDouble(Sink.CounterSink::sum)
                        .sum())
                .isEqualTo(FAR_TOO_MANY);
    }

    @Test
    void groupsAndChecksBeyondWhatAnybodyReads_areCountedTogether() {
        for (int i = 0; i < FAR_TOO_MANY; i++) {
            add(registry.builtin().checks, "group", "::front::" + i, "check", "ok");
        }

        GroupNode front = breakdown.groups().groups().iterator().next();
        assertThat(front.groups()).hasSizeLessThan(Breakdown.MOST);
        assertThat(front.checks().keySet()).containsExactly("(more)");
        long below = front.groups().stream()
                .flatMap(group -> group.checks().values().stream())
                .mapToLong(Sink::count)
                .sum();
        assertThat(front.checks())
                .hasEntrySatisfying(
                        "(more)", more -> assertThat(below + more.count()).isEqualTo(FAR_TOO_MANY));
    }
}
