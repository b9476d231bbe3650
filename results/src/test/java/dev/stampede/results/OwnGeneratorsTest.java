package dev.stampede.results;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stampede.RunEnding;
import dev.stampede.Vu;
import dev.stampede.engine.LoadProfile;
import dev.stampede.output.cloud.CloudStream;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.results.runs.Run;
import dev.stampede.results.runs.RunStatus;
import dev.stampede.run.LoadOptions;
import dev.stampede.run.LoadRunner;
import dev.stampede.run.LoadScript;
import dev.stampede.run.RunReport;
import dev.stampede.run.VuScope;
import dev.stampede.thresholds.ThresholdSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two of our own load tests that share a run: one opens it, the other knows its id. */
@Timeout(120)
class OwnGeneratorsTest {
    /** Hits of each of them. */
    private static final int HITS = 100;

    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Service service;

    @BeforeEach
    void start() throws Exception {
        service = Service.in(folder.resolve("data"));
    }

    @AfterEach
    void stop() throws Exception {
        threads.close();
        service.close();
    }

    /** A generator whose first iteration makes all hits; the next one waits for the end. */
    private Future<RunReport> begin(Duration load, ThresholdSpec threshold, String... settings) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("name", "shop", "token", "t"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        CloudConfig config = CloudConfig.builder().apply(all, key -> "the test").build();
        LoadOptions options = LoadOptions.builder("shop")
                .profile(new LoadProfile.ConstantVus(1, load))
                .gracefulStop(Duration.ZERO)
                .thresholds(List.of(threshold))
                .folder(folder.resolve("own"))
                .console(line -> {})
                .outputs(List.of(new CloudStream(config)))
                .build();
        return threads.submit(() -> LoadRunner.run(options, new Hitting()));
    }

    private record Hitting() implements LoadScript {
        @Override
        public VuBody startVu(VuScope scope) {
            return () -> {
                Vu vu = scope.vu();
                if (vu.iteration() == 0) {
                    for (int i = 0; i < HITS; i++) {
                        vu.counter("hits").add(1);
                    }
                } else {
                    vu.sleep(LONG);
                }
            };
        }
    }

    private Future<RunReport> open(Duration load, ThresholdSpec threshold) {
        return begin(
                load,
                threshold,
                "host",
                service.server().url(),
                "aggregationPeriod",
                "1s",
                "aggregationWaitPeriod",
                "1s");
    }

    private Future<RunReport> openProvisioned(Duration load, ThresholdSpec threshold) {
        return begin(load, threshold, "hostv6", service.server().url(), "stackID", "7", "projectID", "42");
    }

    /** Once it is there. */
    private Future<RunReport> join(Duration load, ThresholdSpec threshold) {
        await().until(() -> service.server().runs().find("1001").isPresent());
        return begin(
                load,
                threshold,
                "host",
                service.server().url(),
                "pushRefID",
                "1001",
                "aggregationPeriod",
                "1s",
                "aggregationWaitPeriod",
                "1s");
    }

    private Run run() {
        return service.server().runs().find("1001").orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thresholdThatOnlyBothCross_stopsBoth(boolean provisioned) throws Exception {
        ThresholdSpec limit =
                ThresholdSpec.of("hits", "count<" + (HITS + HITS / 2)).abortOnFail();
        Future<RunReport> opener = provisioned ? openProvisioned(LONG, limit) : open(LONG, limit);
        Future<RunReport> other = join(LONG, limit);

        for (RunReport report : List.of(opener.get(), other.get())) {
            assertThat(report.ending()).isEqualTo(RunEnding.ABORTED_BY_THRESHOLD);
            assertThat(report.passed()).isFalse();
            assertThat(report.reason())
                    .contains(
                            "thresholds on metrics 'hits' were crossed; at least one has abortOnFail enabled, stopping"
                                    + " test prematurely (judged by the results service, on what all generators of this run"
                                    + " measured)");
            assertThat(report.thresholds())
                    .filteredOn(one -> one.declared())
                    .singleElement()
                    .satisfies(one -> assertThat(one.failed()).isFalse()); // of its own samples
            assertThat(report.duration()).isLessThan(LONG);
        }
        assertThat(run().facts().status()).isEqualTo(RunStatus.ABORTED_BY_THRESHOLD);
        Map<String, Object> shown = service.get("/api/runs/1001");
        assertThat(shown).containsEntry("failed", true);
        Map<String, Object> threshold =
                requireNonNull(Json.object(Json.list(shown.get("thresholds")).getFirst()));
        assertThat(threshold)
                .containsEntry("abortOnFail", true)
                .containsEntry("value", "200.0")
                .containsEntry("failed", true);
        assertThat(threshold).containsEntry("said", false); // of the opener's own samples alone
        assertThat(Json.object(shown.get("verdicts"))).isEqualTo(Map.of("said", true, "judged", true));
        assertThat(Json.text(shown.get("note"))).startsWith("thresholds on metrics 'hits' were crossed");
    }

    @Test
    void thresholdThatOnlyBothKeep_holds() throws Exception {
        ThresholdSpec limit = ThresholdSpec.of("hits", "count>=" + 2 * HITS);
        Future<RunReport> opener = open(Duration.ofSeconds(4), limit);
        Future<RunReport> other = join(Duration.ofSeconds(2), limit);

        assertThat(other.get().passed()).isFalse();
        assertThat(opener.get().passed()).isFalse();
        Map<String, Object> shown = service.get("/api/runs/1001");
        assertThat(shown)
                .containsEntry("statusText", "finished")
                .containsEntry("generators", "2")
                .containsEntry("failed", false);
        assertThat(Json.object(shown.get("verdicts"))).isEqualTo(Map.of("said", true, "judged", false));
    }
}
