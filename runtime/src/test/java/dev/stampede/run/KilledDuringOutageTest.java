package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stampede.output.cloud.FaultyCloud;
import dev.stampede.output.cloud.FaultyCloud.Fault;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.runs.LeftSpools;
import dev.stampede.output.cloud.runs.LeftSpools.Push;
import dev.stampede.output.cloud.runs.OpenJournals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A JVM that is killed while the cloud is away leaves all closed buckets on disk, also those that are just being pushed. */
@Timeout(120)
class KilledDuringOutageTest {
    private static final Duration AMPLE = Duration.ofSeconds(60);

    @TempDir
    Path folder = Path.of("unset");

    private List<Push> push() {
        return LeftSpools.pushAll(
                OpenJournals.runs(folder),
                CloudConfig.builder()
                        .apply(Map.of("token", "tok"), key -> "the test")
                        .build());
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "HANGING", "HALF_CLOSED"})
    void spoolHoldsAllClosedBuckets_andPushCompletesTheRun(Fault fault) throws Exception {
        try (Shop shop = Shop.open();
                FaultyCloud cloud = FaultyCloud.start();
                ForkedJvm jvm =
                        new ForkedJvm(OutageMain.class, List.of(), shop.url(), cloud.url(), folder.toString())) {
            await().atMost(AMPLE).until(() -> cloud.requests() > 20);
            cloud.begin(fault);
            await().pollDelay(Duration.ofSeconds(4)).atMost(AMPLE).until(() -> true); // of outage
            assertThat(push()).extracting(Push::text).containsExactly("left outage-9: its process is alive");
            long arrived = cloud.requests();

            long killed = System.currentTimeMillis();
            jvm.signal("KILL");
            assertThat(jvm.exitCode()).isNotZero();
            cloud.end();
            List<Push> pushes = push();

            assertThat(pushes).as(pushes.toString()).hasSize(2).allMatch(Push::isDone);
            assertThat(pushes.getFirst().text())
                    .matches("pushed \\d+ batches with \\d+ samples to outage \\(9\\): https://app.k6.io/runs/9");
            assertThat(pushes.getLast().text()).startsWith("closed outage (9) as aborted by the user");
            if (fault != Fault.HALF_CLOSED) { // which takes metrics
                assertThat(cloud.requests()).isGreaterThan(arrived + 2 * Shop.RATE);
            }
            checkSeconds(cloud.requestsBySecond(), killed);
            assertThat(cloud.requests()).isLessThanOrEqualTo(shop.requests());
            assertThat(cloud.finishes()).containsExactly("{\"result_status\":0,\"run_status\":5,\"thresholds\":{}}");
            assertThat(folder.resolve("runs")).doesNotExist();
            assertThat(push()).isEmpty();
        }
    }

    /** None is missing between the first and the last, which was closed: wait, push interval and beat are over by the kill. */
    private static void checkSeconds(NavigableMap<Long, Long> bySecond, long killedMillis) {
        long first = bySecond.firstKey();
        long last = bySecond.lastKey();
        assertThat(last).isGreaterThanOrEqualTo(killedMillis / 1000 - 5);
        for (long second = first + 1; second < last; second++) {
            // a bucket that is missing is a second without any; when a machine is busy one may have less
            assertThat(bySecond.getOrDefault(second, 0L))
                    .as(bySecond.toString())
                    .isGreaterThan(5);
        }
        long whole = bySecond.subMap(first, false, last, false).values().stream()
                .mapToLong(n -> n)
                .sum();
        assertThat(whole).isGreaterThan((long) Shop.RATE * (last - first - 1) - Shop.RATE / 2);
    }
}
