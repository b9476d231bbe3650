package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.stampede.AbortCause;
import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.clock.FakeClock;
import dev.stampede.engine.LoadProfile;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.ConstantVus;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.RampingArrivalRate;
import dev.stampede.engine.LoadProfile.RampingVus;
import dev.stampede.engine.LoadProfile.Stage;
import dev.stampede.engine.RunState;
import dev.stampede.engine.Scenario;
import dev.stampede.http.HttpOptions;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.segments.Share;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine warms up before a run, and nobody sees it. */
@Timeout(60)
class RehearsalTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final RunState run = new RunState(Clock.system());
    private final Logger logger = Logger.getLogger(Rehearsal.class.getName());
    private final Lines lines = new Lines();

    /** Takes the lines of the rehearsal among the events, and does something at the first. */
    private final class Lines extends Handler {
        Runnable atFirst = () -> {};

        @Override
        public void publish(LogRecord line) {
            boolean first = line.getMessage().equals("the engine warms up");
            events.add(line.getMessage().replaceAll("\\d.*", "…"));
            if (first) {
                atFirst.run();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        logger.setLevel(Level.FINE);
        logger.addHandler(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(lines);
        logger.setLevel(null);
    }

    /** Notes when it begins, and what it is given. */
    private final class Noting implements Output {
        final Map<String, Long> counts = new TreeMap<>();

        @Override
        public String describe() {
            return "noting";
        }

        @Override
        public void start(RunDescription description, RunControl control) {
            events.add("output starts");
        }

        @Override
        public void accept(long epochSecond, TimeSeries series, Sink sink) {
            counts.merge(series.metric().name(), sink.count(), Long::sum);
        }

        @Override
        public void finish(RunOutcome outcome) {
            events.add("output ends");
        }
    }

    private static LoadOptions.Builder options(WarmUp warmUp) {
        return LoadOptions.builder("a run").warmUp(warmUp).console(block -> {});
    }

    static Stream<Arguments> loads() {
        return Stream.of(
                Arguments.of(new PerVuIterations(1, 1, HOUR), false),
                Arguments.of(new ConstantVus(199, HOUR), false),
                Arguments.of(new ConstantVus(200, HOUR), true),
                Arguments.of(new RampingVus(0, List.of(new Stage(SECOND, 300)), SECOND), true),
                Arguments.of(new ConstantArrivalRate(499, SECOND, HOUR, 10, 20), false),
                Arguments.of(new ConstantArrivalRate(500, SECOND, HOUR, 10, 20), true),
                Arguments.of(new ConstantArrivalRate(5000, Duration.ofMinutes(1), HOUR, 10, 20), false),
                Arguments.of(new RampingArrivalRate(0, SECOND, List.of(new Stage(SECOND, 900)), 10, 20), true));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void load_isRehearsedIfAColdStartWouldShowInIt(LoadProfile profile, boolean due) {
        assertThat(Rehearsal.isDemanding(options(WarmUp.AUTO).profile(profile).build()))
                .isEqualTo(due);
        assertThat(Rehearsal.isDue(options(WarmUp.ON).profile(profile).build())).isTrue();
        assertThat(Rehearsal.isDue(options(WarmUp.OFF).profile(profile).build()))
                .isFalse();
    }

    @Test
    void secondLoad_isNotRehearsed_unlessItAsksForIt() throws Exception {
        LoadOptions.Builder large = options(WarmUp.AUTO).profile(new ConstantVus(300, HOUR));
        new Rehearsal(run, 10, HOUR).play();

        assertThat(Rehearsal.isDue(large.build())).isFalse();
        assertThat(Rehearsal.isDue(large.warmUp(WarmUp.ON).build())).isTrue();
    }

    @Test
    void partOfALoad_isRehearsedForWhatItIs() {
        LoadOptions.Builder half =
                options(WarmUp.AUTO).profile(new ConstantVus(300, HOUR)).share(Share.of("0:1/2", ""));

        assertThat(Rehearsal.isDemanding(half.build())).isFalse();
    }

    @Test
    void rehearsal_endsAfterItsRequests_andLeavesNoThread(@TempDir Path folder) throws Exception {
        Rehearsal rehearsal = new Rehearsal(run, 300, HOUR);
        Set<String> before = threads(folder);
        assertThat(before)
                .anyMatch(
                        thread -> thread.endsWith("\"" + Thread.currentThread().getName() + "\""));

        rehearsal.play();

        assertThat(rehearsal.requests()).isEqualTo(300);
        Set<String> left = threads(folder);
        left.removeAll(before); // of other tests
        assertThat(left)
                .filteredOn(thread -> thread.contains("\"vu-") || thread.contains("\"stampede-"))
                .allMatch(
                        thread -> thread.contains("\"stampede-http-deadlines\"")); // one for all, which goes by itself
    }

    /** Number and name of each. */
    private static Set<String> threads(Path folder) throws IOException {
        Path dump = folder.resolve("threads");
        Files.deleteIfExists(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        Pattern thread = Pattern.compile("^#\\d+ \"[^\"]*\"");
        return Files.readAllLines(dump).stream()
                .map(thread::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void server_closesItsConnections_andTakesNoOthers() throws Exception {
        LoopbackServer server = new LoopbackServer();
        URI url = URI.create(server.url());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            server.close();

            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), url.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void run_doesNotKeepWhatWasRehearsed() throws Exception {
        WeakReference<Rehearsal> rehearsal = new WeakReference<>(new Rehearsal(run, 50, HOUR));
        Objects.requireNonNull(rehearsal.get()).play();

        for (int i = 0; i < 100 && rehearsal.get() != null; i++) {
            System.gc();
            Thread.sleep(20); // references are cleared some time after a collection
        }

        assertThat(rehearsal.get()).isNull();
        run.abort(RunEnding.ABORTED_BY_USER, "later", null); // the run is there still, and hears of nothing
    }

    @Test
    void scenariosTogether_areRehearsed() {
        List<Scenario> three = Stream.of("a", "b", "c")
                .map(name -> Scenario.of(name, new ConstantVus(70, HOUR)))
                .toList();

        assertThat(Rehearsal.isDemanding(options(WarmUp.AUTO).scenarios(three).build()))
                .isTrue();
        assertThat(Rehearsal.isDemanding(
                        options(WarmUp.AUTO).scenarios(three.subList(0, 2)).build()))
                .isFalse();
    }

    @Test
    void rehearsalWithoutAnAnswer_endsAtOnce_andNobodyIsTold() throws Exception {
        List<String> others = Collections.synchronizedList(new ArrayList<>());
        Handler all = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() >= Level.INFO.intValue()) {
                    others.add(line.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger stampede = Logger.getLogger("dev.stampede");
        stampede.addHandler(all);
        try {
            Rehearsal rehearsal = new Rehearsal(run, Long.MAX_VALUE, HOUR);
            rehearsal.play("http://127.0.0.1:" + closedPort() + "/");

            assertThat(rehearsal.requests()).isLessThanOrEqualTo(200); // one for each user
            assertThat(others).isEmpty();
            assertThat(run.abort()).isNull();
        } finally {
            stampede.removeHandler(all);
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return server.getLocalPort();
        }
    }

    @Test
    void endOfTheRun_endsTheRehearsal() throws Exception {
        Rehearsal rehearsal = new Rehearsal(run, Long.MAX_VALUE, HOUR);
        lines.atFirst = () -> run.abort(RunEnding.ABORTED_BY_USER, "enough", null);

        rehearsal.play();

        assertThat(rehearsal.requests()).isZero();
    }

    @Test
    void endOfTheRunInTheMiddle_endsTheRehearsal() throws Exception {
        Rehearsal rehearsal = new Rehearsal(run, Long.MAX_VALUE, HOUR);
        Thread ending = Thread.ofPlatform().start(() -> {
            while (rehearsal.requests() < 100) {
                Thread.onSpinWait();
            }
            run.abort(RunEnding.ABORTED_BY_USER, "enough", null);
        });

        rehearsal.play();
        ending.join();

        assertThat(rehearsal.requests()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void interrupt_endsTheRehearsal() {
        lines.atFirst = () -> Thread.currentThread().interrupt();

        assertThatThrownBy(new Rehearsal(run, Long.MAX_VALUE, HOUR)::play).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(run.abort()).isNull();
    }

    @Test
    void run_beginsAfterIt_andSeesNothingOfIt() throws Exception {
        FakeClock clock = new FakeClock();
        long began = clock.nanoTime();
        Noting output = new Noting();
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(new MockResponse.Builder().body("hello").build());
            server.start();
            String url = server.url("/").toString();
            LoadOptions options = options(WarmUp.ON)
                    .outputs(List.of(output))
                    .http(HttpOptions.builder().rps(1).build()) // one token, which is the run's
                    .build();

            RunReport report = LoadRunner.run(
                    options,
                    scope -> () -> {
                        events.add("iteration");
                        assertThat(clock.nanoTime()).isEqualTo(began);
                        int unused = scope.http().get(url).status();
                    },
                    clock);

            assertThat(events)
                    .containsExactly(
                            "the engine warms up",
                            "the engine is warm after …",
                            "output starts",
                            "iteration",
                            "output ends");
            assertThat(server.getRequestCount()).isEqualTo(1);
            assertThat(output.counts).containsEntry("http_reqs", 1L).containsEntry("iterations", 1L);
            assertThat(output.counts).doesNotContainKey("checks");
            assertThat(report.value("iterations", "count")).isEqualTo(1);
            assertThat(report.duration()).isLessThan(SECOND); // of the clock's, which stood still
        }
    }

    @Test
    void runThatEndsMeanwhile_doesNotBegin() {
        StopSwitch stop = new StopSwitch();
        lines.atFirst = () -> stop.stop(AbortCause.TIMEOUT, "no time");

        RunReport report = LoadRunner.run(
                options(WarmUp.ON).outputs(List.of(new Noting())).build(),
                scope -> () -> events.add("iteration"),
                stop);

        assertThat(report.ending()).isEqualTo(RunEnding.TIMED_OUT);
        assertThat(report.reason()).hasValue("no time");
        assertThat(events).containsExactly("the engine warms up", "the engine is warm after …");
    }

    @Test
    void interruptMeanwhile_endsTheRun_andStaysSet() {
        lines.atFirst = () -> Thread.currentThread().interrupt();

        RunReport report = LoadRunner.run(options(WarmUp.ON).build(), scope -> () -> events.add("iteration"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.abortCause()).hasValue(AbortCause.INTERRUPT);
        assertThat(events).containsExactly("the engine warms up");
    }

    @Test
    void smallLoad_beginsAtOnce() {
        RunReport unused = LoadRunner.run(options(WarmUp.AUTO).build(), scope -> () -> {});

        assertThat(events).isEmpty();
    }
}
