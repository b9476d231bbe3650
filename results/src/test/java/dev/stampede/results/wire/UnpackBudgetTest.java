package dev.stampede.results.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xerial.snappy.Snappy;

@Timeout(60)
class UnpackBudgetTest {
    private static final int KILO = 1024;

    @Test
    void bodiesAtATime_neverHaveMoreThanItsBytes() throws Exception {
        UnpackBudget budget = new UnpackBudget(100 * KILO);
        AtomicLong now = new AtomicLong();
        AtomicLong most = new AtomicLong();
        Random random = new Random(1);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 2_000; i++) {
                int bytes = random.nextInt(100 * KILO);
                all.add(threads.submit(() -> {
                    int turn = budget.take(bytes);
                    most.accumulateAndGet(now.addAndGet(bytes), Math::max);
                    Thread.onSpinWait();
                    now.addAndGet(-bytes);
                    budget.giveBack(turn);
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(most.get()).isPositive().isLessThanOrEqualTo(100 * KILO);
        assertThat(budget.waiting()).isZero();
    }

    @Test
    void bodyThatIsLargerThanAll_isUnpackedAlone() {
        UnpackBudget budget = new UnpackBudget(10 * KILO);

        budget.giveBack(budget.take(1L << 40));
        int turn = budget.take(1L << 40);
        Thread other = Thread.ofPlatform().start(() -> budget.giveBack(budget.take(1)));
        while (budget.waiting() == 0) {
            Thread.onSpinWait();
        }
        assertThat(other.isAlive()).isTrue();
        budget.giveBack(turn);
    }

    @Test
    void room_isWhatABodyTakesAndNotWhatItSays() throws Exception {
        assertThat(MetricsBody.room(new byte[5_000], "")).isEqualTo(5_000);
        assertThat(MetricsBody.room(Snappy.compress(new byte[100_000]), "snappy"))
                .isEqualTo(100_000);
        assertThat(MetricsBody.room(Snappy.compress(new byte[MetricsBody.MOST_BYTES + 1]), "snappy"))
                .isZero();
        assertThat(MetricsBody.room(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x1f, 0}, "snappy"))
                .isEqualTo(5 * 64);
        assertThat(MetricsBody.room(new byte[0], "snappy")).isZero();
    }
}
