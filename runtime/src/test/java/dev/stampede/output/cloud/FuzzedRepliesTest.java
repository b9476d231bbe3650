package dev.stampede.output.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.config.CloudConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the service replies, a run neither hangs nor ends in anything but a {@link ConfigException}, and no token shows.
 * {@code -Dstampede.fuzz.seed=7} begins with another case, {@code -Dstampede.fuzz.cases=100000} tries more.
 */
class FuzzedRepliesTest {
    private static final long SEED = Long.getLong("stampede.fuzz.seed", 20_261_121);
    private static final int CASES = Integer.getInteger("stampede.fuzz.cases", 10_000);
    private static final String TOKEN = "tok-0123456789-secret";
    private static final Logger ROOT = Logger.getLogger("dev.stampede");

    @TempDir
    Path folder = Path.of("unset");

    @StartStop
    final MockWebServer server = new MockWebServer();

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final MetricRegistry registry = new MetricRegistry();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(line.getMessage() + (line.getThrown() == null ? "" : line.getThrown()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        ROOT.setLevel(Level.ALL);
        ROOT.setUseParentHandlers(false);
        ROOT.addHandler(handler);
    }

    @AfterEach
    void stop() {
        ROOT.removeHandler(handler);
        ROOT.setUseParentHandlers(true);
        ROOT.setLevel(null);
    }

    @Test
    @Timeout(300)
    void noReply_hangsCrashesOrLeaks() throws Exception {
        for (int i = 0; i < CASES; i++) {
            long seed = SEED + i;
            try {
                run(seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void run(long seed) throws IOException {
        server.setDispatcher(new FuzzedCloud(seed));
        Path own = Files.createDirectory(folder.resolve(Long.toString(seed)));
        CloudStream stream = stream(seed);
        StringBuilder said = new StringBuilder();
        try {
            stream.start(
                    new RunDescription(
                            "fuzzed",
                            2,
                            Duration.ofSeconds(34),
                            Map.of("checks", List.of("rate>0.9")),
                            SystemTag.DEFAULTS,
                            own,
                            Map.of(),
                            Optional.of(out -> out.write(new byte[1024]))),
                    (ending, reason) -> said.append(reason));
            Sink sink = new Sink.CounterSink();
            sink.add(1, 0);
            stream.accept(1_795_206_200, registry.rootTags().series(registry.builtin().httpReqs), sink);
            stream.drained();
            stream.finish(new RunOutcome(RunEnding.FINISHED, List.of()));
            stream.report().forEach(said::append);
            said.append(stream.describe()).append(stream.url()).append(stream.runId());
        } catch (ConfigException e) {
            assertThat(e.problems()).isNotEmpty();
            said.append(e);
        }
        while (!logged.isEmpty()) {
            said.append(logged.poll()).append('\n');
        }
        assertThat(said)
                .doesNotContain(TOKEN)
                .doesNotContain("pass-word")
                .doesNotContain("s3cr3t")
                .doesNotContain(ProvisionedCloud.RUN_TOKEN);
        assertNoSecretIsKept(own);
    }

    private CloudStream stream(long seed) {
        String host = server.url("/").toString();
        Map<String, String> settings =
                new LinkedHashMap<>(Map.of("host", host, "hostv6", host, "token", TOKEN, "timeout", "2s"));
        if (seed % 3 != 0) {
            settings.put("stackID", "7");
        }
        if (seed % 2 == 0) {
            settings.put("projectID", "42");
        }
        return new CloudStream(
                CloudConfig.builder().apply(settings, key -> "the test").build(),
                new ManualClock(1_795_206_225),
                deadline -> {});
    }

    /** Only the file that is there for it may hold the token of the run. */
    private static void assertNoSecretIsKept(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(text).as("%s", file).doesNotContain(TOKEN);
                if (!file.endsWith("run.token")) {
                    assertThat(text).as("%s", file).doesNotContain(ProvisionedCloud.RUN_TOKEN);
                }
            }
        }
    }
}
