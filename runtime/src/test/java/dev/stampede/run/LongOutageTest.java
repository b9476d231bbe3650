package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Delivery;
import dev.stampede.output.cloud.FaultyCloud;
import dev.stampede.output.cloud.FaultyCloud.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * 50 requests a second for 30 s with k6's settings, and a cloud that is not well for ten of them. Takes six minutes, or one
 * with {@code -Djunit.jupiter.execution.parallel.enabled=true}, and prints figures:
 * {@code mvn -pl runtime test -Dtest=LongOutageTest -Dgroups=outage -DexcludedGroups=none}.
 */
@Tag("outage")
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class LongOutageTest {
    private static final Duration LOAD = Duration.ofSeconds(30);

    @TempDir
    Path folder = Path.of("unset");

    @ParameterizedTest
    @EnumSource
    void faultFromSecond3To13_losesNothing(Fault fault) throws Exception {
        try (Shop shop = Shop.open();
                FaultyCloud cloud = FaultyCloud.start()) {
            cloud.onceUsed(fault, Duration.ofSeconds(3), Duration.ofSeconds(13));
            check(fault.name(), shop, cloud);
        }
    }

    @Test
    void awayTheLast10SecondsAndBack20Later_losesNothing() throws Exception {
        try (Shop shop = Shop.open();
                FaultyCloud cloud = FaultyCloud.start()) {
            cloud.fromNow(Fault.REFUSED, Duration.ofSeconds(20), Duration.ofSeconds(50));
            check("away at the end", shop, cloud);
        }
    }

    @SuppressWarnings("SystemOut") // figures
    private void check(String what, Shop shop, FaultyCloud cloud) {
        long begin = System.nanoTime();
        RunReport report = shop.load(cloud, LOAD, folder, Map.of());
        long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();

        Delivery delivery = report.delivery().orElseThrow();
        System.out.println(what + ": requests " + shop.requests() + ", arrived " + cloud.requests()
                + ", pushes that failed " + cloud.faulty() + ", batches twice " + cloud.again() + ", run took "
                + seconds + " s, " + delivery);
        assertThat(cloud.requests()).isEqualTo(shop.requests()).isGreaterThan(1400);
        assertThat(delivery.isComplete()).isTrue();
        assertThat(cloud.finishes()).hasSize(1);
    }
}
