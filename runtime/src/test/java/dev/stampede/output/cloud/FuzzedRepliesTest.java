package dev.stampede.output.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import dev.stampede.metrics.MetricRegistry;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.SystemTag;
import dev.stampede.output.LogLine;
import dev.stampede.output.RequestTrace;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.SecretSource;
import dev.stampede.output.cloud.api.CallLog;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.login.HastyLogin;
import dev.stampede.output.cloud.login.Login;
import dev.stampede.output.cloud.runs.LeftRuns;
import dev.stampede.output.cloud.traces.TraceSettings;
import dev.stampede.output.cloud.traces.TraceStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the service replies, nothing hangs, nothing ends in anything but the exceptions that are for it, and no token
 * shows. Of ten cases seven are runs with log lines and a secret, of both flows; one is each of traces, of a login, and of
 * pushing what a run has left. All go over real sockets, as half of what can go wrong is there.
 *
 * <p>{@code -Dstampede.fuzz.cases=100000} tries more. A failure names the case's seed: {@code -Dstampede.fuzz.seed=7
 * -Dstampede.fuzz.cases=1} repeats it.
 */
class FuzzedRepliesTest {
    private static final long SEED = Long.getLong("stampede.fuzz.seed", 20_261_121);
    private static final int CASES = Integer.getInteger("stampede.fuzz.cases", 10_000);
    private static final String TOKEN = "tok-0123456789/secret";
    private static final long NOW = 1_795_206_225;

    /** Some thousand times as long as a case takes: what is not over then hangs. */
    private static final Duration HANGING = Duration.ofSeconds(60);

    /** One case in so many may have to wait for a reply that never comes to its end. */
    private static final int STALLING = 200;

    /** Most of a case is waiting for threads and sockets. */
    private static final int AT_ONCE = 8;

    @TempDir
    Path folder = Path.of("unset");

    private final List<Service> services = new ArrayList<>();

    private final OkHttpClient tracing = new OkHttpClient.Builder()
            .socketFactory(PromptSockets.ofClients())
            .addInterceptor(new CallLog())
            .build();
    private final MetricRegistry registry = new MetricRegistry();
    private final EverythingSaid said = new EverythingSaid();

    /** Where the cases of one thread go. */
    private record Service(MockWebServer cloud, MockWebServer traces) {}

    @BeforeEach
    void listen() throws IOException {
        for (int i = 0; i < AT_ONCE; i++) {
            MockWebServer traces = server();
            traces.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
            traces.start();
            MockWebServer cloud = server();
            cloud.start();
            services.add(new Service(cloud, traces));
        }
        said.listen();
    }

    private static MockWebServer server() {
        MockWebServer server = new MockWebServer();
        server.setServerSocketFactory(new PromptSockets());
        return server;
    }

    @AfterEach
    void stop() {
        said.close();
        for (Service service : services) {
            service.cloud.close();
            service.traces.close();
        }
    }

    @Test
    void noReply_hangsCrashesOrLeaks() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (long first = SEED; first < SEED + CASES; first += AT_ONCE) {
                List<Long> seeds = LongStream.range(first, Math.min(first + AT_ONCE, SEED + CASES))
                        .boxed()
                        .toList();
                try {
                    together(seeds, threads);
                } catch (AssertionError e) {
                    for (long seed : seeds) { // which of them it was
                        together(List.of(seed), threads);
                    }
                    throw e;
                }
            }
        }
    }

    /** Cases at one time; what was said is checked when all are over, as nobody knows which of them has said it. */
    private void together(List<Long> seeds, ExecutorService threads) throws InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < seeds.size(); i++) {
            long seed = seeds.get(i);
            Service service = services.get(i);
            running.add(threads.submit(() -> {
                run(seed, service);
                return null;
            }));
        }
        for (int i = 0; i < seeds.size(); i++) {
            try {
                running.get(i).get(HANGING.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError(repeat(seeds.get(i)), e.getCause());
            } catch (TimeoutException e) {
                String stacks = EverythingSaid.stacks();
                threads.shutdownNow();
                throw new IllegalStateException(repeat(seeds.get(i)) + " hangs:\n" + stacks, e);
            }
        }
        try {
            said.check(TOKEN, ProvisionedCloud.RUN_TOKEN, FuzzedCloud.SECRET, "pass-word", "s3cr3t");
        } catch (AssertionError e) {
            throw new AssertionError(repeat(seeds.getFirst()) + (seeds.size() > 1 ? " or one of the next" : ""), e);
        }
    }

    private static String repeat(long seed) {
        return "-Dstampede.fuzz.seed=" + seed + " -Dstampede.fuzz.cases=1";
    }

    private void run(long seed, Service service) throws IOException, InterruptedException {
        boolean mayStall = Math.floorMod(seed, STALLING) == 0;
        FuzzedCloud cloud = new FuzzedCloud(seed, mayStall);
        service.cloud.setDispatcher(cloud);
        String host = service.cloud.url("/").toString();
        Path own = Files.createDirectory(folder.resolve(Long.toString(seed)));
        CloudConfig config = config(seed, host, mayStall ? "100ms" : "10s");
        switch (Math.floorMod(seed, 10)) {
            case 7 -> traces(seed, service.traces);
            case 8 -> login(own, host);
            case 9 -> {
                cloud.locked(true);
                run(config, own);
                cloud.locked(false);
                pushLeft(own, config);
            }
            default -> run(config, own);
        }
        assertNoSecretIsKept(own);
        remove(own);
    }

    private static CloudConfig config(long seed, String host, String timeout) {
        Map<String, String> settings =
                new LinkedHashMap<>(Map.of("host", host, "hostv6", host, "token", TOKEN, "timeout", timeout));
        if (seed % 3 != 0) {
            settings.put("stackID", "7");
        }
        if (seed / 10 % 2 == 0) {
            settings.put("projectID", "42");
        }
        return CloudConfig.builder().apply(settings, key -> "the test").build();
    }

    private void run(CloudConfig config, Path own) throws InterruptedException {
        CloudStream stream = new CloudStream(config, new ManualClock(NOW), deadline -> {});
        RunDescription run = new RunDescription(
                "fuzzed",
                2,
                Duration.ofSeconds(34),
                Map.of("checks", List.of("rate>0.9")),
                SystemTag.DEFAULTS,
                own,
                Map.of(),
                Optional.of(out -> out.write(new byte[1024])));
        try {
            stream.start(run, (ending, reason) -> said.add(reason));
        } catch (ConfigException e) {
            assertThat(e.problems()).isNotEmpty();
            said.add(e);
            return;
        }
        Optional<SecretSource> secrets = stream.secrets();
        if (secrets.isPresent()) {
            ask(secrets.get());
        }
        Sink sink = new Sink.CounterSink();
        sink.add(1, 0);
        stream.accept(NOW - 25, registry.rootTags().series(registry.builtin().httpReqs), sink);
        stream.drained();
        stream.log(new LogLine(NOW * 1_000_000_000, System.Logger.Level.WARNING, "a line", Map.of()));
        stream.finish(new RunOutcome(RunEnding.FINISHED, List.of()));
        stream.report().forEach(said::add);
        said.add(stream.describe() + stream.url() + stream.runId() + stream.delivery() + stream.logLevel());
    }

    /** Its value is for the script only, and said nowhere. */
    private void ask(SecretSource secrets) throws InterruptedException {
        try {
            assertThat(secrets.secret("of the shop")).isNotEmpty();
        } catch (IOException e) {
            said.add(e);
        }
    }

    private void traces(long seed, MockWebServer traces) {
        traces.setDispatcher(new FuzzedTraces(seed));
        TraceStream stream = new TraceStream(
                new TraceSettings(traces.url("/"), 1001, TOKEN, Duration.ofSeconds(1), 1),
                tracing,
                new ManualClock(NOW));
        stream.add(new RequestTrace("0".repeat(32), 0, 1, "default", "", "/", "GET", 200));
        stream.finish(NOW * 1_000_000_000 + 3_600_000_000_000L);
        assertThat(stream.report()).isNotEmpty();
        stream.report().forEach(said::add);
    }

    private void login(Path own, String host) throws IOException {
        Login login = HastyLogin.at(host, "10s", own);
        Path file = own.resolve("k6").resolve("config.json");
        try {
            login.logIn(TOKEN, "my-team");
            login.show().forEach(said::add);
            assertThat(file).content().contains("\"stackURL\": \"https://my-team.grafana.net\"");
            Files.delete(file); // which is there to hold it
        } catch (Login.FailedException | ConfigException e) {
            said.add(e);
            assertThat(file).doesNotExist();
        }
    }

    private void pushLeft(Path own, CloudConfig config) {
        try {
            LeftRuns.pushAll(own, config, new ManualClock(NOW)).forEach(push -> said.add(push.text()));
        } catch (ConfigException e) {
            said.add(e);
        }
    }

    /** Only the file that is there for it may hold the token of the run. */
    private static void assertNoSecretIsKept(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(text).as("%s", file).doesNotContain(TOKEN).doesNotContain(FuzzedCloud.SECRET);
                if (!file.endsWith("run.token")) {
                    assertThat(text).as("%s", file).doesNotContain(ProvisionedCloud.RUN_TOKEN);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.toList().reversed()) {
                Files.delete(one);
            }
        }
    }
}
