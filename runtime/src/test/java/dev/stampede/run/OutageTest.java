package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Delivery;
import dev.stampede.RunEnding;
import dev.stampede.output.cloud.FaultyCloud;
import dev.stampede.output.cloud.FaultyCloud.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the cloud does for a while: every request of the load test arrives there, once. ({@link LongOutageTest}: at length.) */
@Timeout(120)
class OutageTest {
    /** What takes seconds takes tenths of them, and a push is given up after two seconds. */
    private static final Map<String, String> QUICK = Map.of(
            "aggregationPeriod", "1s", "aggregationWaitPeriod", "1s", "metricPushInterval", "200ms", "timeout", "2s");

    @TempDir
    Path folder = Path.of("unset");

    /** All at one time, as each mostly waits. */
    @Test
    void anyFault_losesNothing() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> runs = new ArrayList<>();
            for (Fault fault : Fault.values()) {
                runs.add(threads.submit(() -> {
                    loseNothing(fault);
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
    }

    private void loseNothing(Fault fault) throws IOException {
        try (Shop shop = Shop.open();
                FaultyCloud cloud = FaultyCloud.start()) {
            cloud.onceUsed(fault, Duration.ofMillis(300), Duration.ofMillis(1800));

            RunReport report = shop.load(cloud, Duration.ofSeconds(4), folder.resolve(fault.name()), QUICK);

            assertThat(cloud.numbers())
                    .as(fault.name())
                    .isEqualTo(shop.served())
                    .hasSizeGreaterThan(150);
            assertThat(cloud.count("iterations")).as(fault.name()).isEqualTo(shop.requests());
            Delivery delivery = report.delivery().orElseThrow();
            assertThat(delivery.isComplete()).as(delivery.toString()).isTrue();
            if (fault != Fault.REFUSED && fault != Fault.CUT) { // which nobody is there to count
                assertThat(cloud.faulty()).as(fault.name()).isPositive();
            }
            if (fault != Fault.REFUSED) { // which may last for less than a push
                assertThat(delivery.retries()).as(fault.name()).isPositive();
            }
            if (Set.of(Fault.SILENT, Fault.TRICKLE, Fault.HALF_CLOSED).contains(fault)) {
                assertThat(cloud.again()).as(fault.name()).isPositive();
            }
            assertThat(report.ending()).isEqualTo(RunEnding.FINISHED);
            assertThat(cloud.finishes()).hasSize(1);
            assertThat(folder.resolve(fault.name()).resolve("runs")).doesNotExist();
        }
    }

    @Test
    void cloudThatIsAwayAtTheEnd_getsAllWhenItIsBack() throws Exception {
        try (Shop shop = Shop.open();
                FaultyCloud cloud = FaultyCloud.start()) {
            cloud.fromNow(Fault.REFUSED, Duration.ofSeconds(2), Duration.ofSeconds(6));

            RunReport report = shop.load(cloud, Duration.ofSeconds(3), folder, QUICK);

            assertThat(cloud.numbers()).isEqualTo(shop.served());
            assertThat(report.delivery().orElseThrow().isComplete()).isTrue();
            assertThat(cloud.finishes()).hasSize(1);
        }
    }
}
