package dev.stampede.output.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SideStreamTest {
    private final ManualClock clock = new ManualClock(0);

    /** Needs so long, or as long as it may. */
    private final class Side implements SideStream {
        private final Duration needs;
        private final List<Duration> had;

        Side(Duration needs, List<Duration> had) {
            this.needs = needs;
            this.had = had;
        }

        @Override
        public void finish(long until) {
            Duration has = Duration.ofNanos(until - clock.nanoTime());
            had.add(has);
            clock.advance(has.compareTo(needs) < 0 ? has : needs);
        }

        @Override
        public List<String> report() {
            return List.of();
        }
    }

    private List<Duration> finish(Duration... needs) {
        List<Duration> had = new ArrayList<>();
        List<SideStream> sides = new ArrayList<>();
        for (Duration one : needs) {
            sides.add(new Side(one, had));
        }
        SideStream.finishAll(sides, clock.nanoTime() + Duration.ofSeconds(10).toNanos(), clock);
        return had;
    }

    @Test
    void streamThatHangs_leavesTheNextItsTime() {
        assertThat(finish(Duration.ofDays(1), Duration.ofDays(1)))
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    @Test
    void whatOneLeaves_isTheNexts() {
        assertThat(finish(Duration.ofSeconds(1), Duration.ZERO))
                .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(9));
    }
}
