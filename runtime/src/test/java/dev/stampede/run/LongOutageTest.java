package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stampede.Delivery;
import dev.stampede.output.cloud.FaultyCloud;
import dev.stampede.output.cloud.FaultyCloud.Fault;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.runs.LeftSpools;
import dev.stampede.output.cloud.runs.LeftSpools.Push;
import dev.stampede.output.cloud.runs.OpenJournals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * 50 requests a second for 30 s with k6's settings, and a cloud that is not well for ten of them. Takes eight minutes, or two
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

    /** The cloud is away when the JVM is killed, when the spool is pushed for the first time, and is back 20 s after that. */
    @Test
    void killedWhileTheCloudIsAway_isCompletedByPush() throws Exception {
        try (Shop shop = Shop.open();
                FaultyCloud cloud = FaultyCloud.start();
                ForkedJvm jvm =
                        new ForkedJvm(OutageMain.class, List.of(), shop.url(), cloud.url(), folder.toString(), "k6")) {
            await().atMost(LOAD).until(() -> shop.requests() > 0);
            Thread.sleep(Duration.ofSeconds(20)); // of the run
            cloud.begin(Fault.REFUSED);
            Thread.sleep(Duration.ofSeconds(10)); // of the outage
            long killed = System.currentTimeMillis();
            jvm.signal("KILL");
            assertThat(jvm.exitCode()).isNotZero();
            long atTheCloud = cloud.requests();
            long atTheShop = shop.requests();

            assertThat(push()).noneMatch(Push::isDone);
            Thread.sleep(Duration.ofSeconds(20)); // to the end of the outage
            cloud.end();
            List<Push> pushes = push();

            print("killed: requests " + atTheShop + ", arrived before " + atTheCloud + ", with the spool "
                    + cloud.requests() + ", from " + cloud.requestsBySecond().firstKey() + " to "
                    + cloud.requestsBySecond().lastKey() + " + 3 s, killed at " + killed / 1e3 + ", " + pushes);
            assertThat(pushes).hasSize(2).allMatch(Push::isDone);
            assertThat(cloud.finishes()).hasSize(1);
            assertThat(push()).isEmpty();
            // closed 8 s after their beginning, seen by the beat and by the flush, each within a second
            long lastClosed = Math.floorDiv(killed / 1000 - 10, 3) * 3;
            assertThat(cloud.requestsBySecond().lastKey()).isGreaterThanOrEqualTo(lastClosed);
            checkAllBefore(shop, cloud);
        }
    }

    /** All that was served before the end of the last bucket has arrived, once; at its edge a few belong to the next. */
    private static void checkAllBefore(Shop shop, FaultyCloud cloud) {
        assertThat(cloud.numbers().values()).containsOnly(1L);
        assertThat(shop.served().values()).containsOnly(1L);
        List<Long> arrived =
                cloud.numbers().keySet().stream().map(Long::valueOf).sorted().toList();
        assertThat(arrived.subList(0, arrived.size() - 5))
                .isEqualTo(LongStream.range(0, arrived.size() - 5).boxed().toList());
    }

    private List<Push> push() {
        return LeftSpools.pushAll(
                OpenJournals.runs(folder),
                CloudConfig.builder()
                        .apply(Map.of("token", "tok"), key -> "the test")
                        .build());
    }

    private void check(String what, Shop shop, FaultyCloud cloud) {
        long begin = System.nanoTime();
        RunReport report = shop.load(cloud, LOAD, folder, Map.of());
        double after = (System.nanoTime() - begin - LOAD.toNanos()) / 1e9;

        Delivery delivery = report.delivery().orElseThrow();
        print(String.format(
                Locale.ROOT,
                "%s: requests %d, arrived %d, pushes that met the fault %d, of which taken, and then again %d, run over %.1f s after the load, %s",
                what,
                shop.requests(),
                cloud.requests(),
                cloud.faulty(),
                cloud.again(),
                after,
                delivery));
        assertThat(shop.served())
                .hasSizeGreaterThan(1400)
                .allSatisfy((n, count) -> assertThat(count).isOne());
        assertThat(cloud.numbers()).isEqualTo(shop.served());
        for (String metric : List.of("http_reqs", "http_req_failed", "http_req_duration", "iterations")) {
            assertThat(cloud.count(metric)).as(metric).isEqualTo(shop.requests());
        }
        assertThat(delivery.isComplete()).isTrue();
        assertThat(cloud.finishes()).hasSize(1);
    }

    @SuppressWarnings("SystemOut") // figures
    private static void print(String line) {
        System.out.println(line);
    }
}
