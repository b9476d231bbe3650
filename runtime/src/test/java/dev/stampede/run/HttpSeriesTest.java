package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.engine.LoadProfile.ConstantArrivalRate;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.engine.LoadProfile.SharedIterations;
import dev.stampede.engine.Scenario;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.Sink;
import dev.stampede.metrics.TimeSeries;
import dev.stampede.output.Output;
import dev.stampede.output.RunControl;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which series a script's requests make, with which labels and how many samples: all of them, as k6's rules say. */
@Timeout(60)
class HttpSeriesTest {
    /** Recorded with each round trip, beside {@code http_reqs}. */
    private static final Set<String> TIMES = Set.of(
            "http_req_duration",
            "http_req_blocked",
            "http_req_connecting",
            "http_req_tls_handshaking",
            "http_req_sending",
            "http_req_waiting",
            "http_req_receiving");

    @StartStop
    private final MockWebServer shop = new MockWebServer();

    private final Series series = new Series();

    /** Counts samples by series. */
    private static final class Series implements Output {
        /** {@code metric{tags}} to how many. */
        final Map<String, Long> samples = new TreeMap<>();

        final Map<String, MetricType> types = new TreeMap<>();

        @Override
        public String describe() {
            return "series";
        }

        @Override
        public void start(RunDescription run, RunControl control) {}

        @Override
        public void accept(long epochSecond, TimeSeries one, Sink sink) {
            types.put(one.metric().name(), one.metric().type());
            samples.merge(one.metric().name() + one.tags(), count(sink), Long::sum);
        }

        private static long count(Sink sink) {
            return switch (sink) {
                case Sink.CounterSink counter -> counter.count();
                case Sink.GaugeSink gauge -> 1;
                case Sink.RateSink rate -> rate.count();
                case Sink.TrendSink trend -> trend.histogram().count();
            };
        }

        @Override
        public void finish(RunOutcome outcome) {}

        /** Of a metric: its tags, and how many. */
        List<String> of(String metric, String port) {
            return samples.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(metric + "{"))
                    .map(entry -> entry.getValue() + " "
                            + entry.getKey().substring(metric.length()).replace(port, "PORT"))
                    .toList();
        }
    }

    private List<String> of(String metric) {
        return series.of(metric, Integer.toString(shop.getPort()));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + shop.getPort() + path;
    }

    private RunReport run(LoadOptions.Builder options, LoadScript script) {
        return LoadRunner.run(
                options.outputs(List.of(series)).console(block -> {}).build(), script);
    }

    private void serve() {
        shop.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request).build();
            }
        });
    }

    private static MockResponse.Builder answer(RecordedRequest request) {
        MockResponse.Builder answer = new MockResponse.Builder();
        String path = request.getUrl().encodedPath();
        return switch (path) {
            case "/hop3", "/hop2", "/hop1" ->
                answer.code(302)
                        .addHeader(
                                "Location",
                                path.equals("/hop1") ? "/end" : "/hop" + (path.charAt(path.length() - 1) - '1'));
            case "/500", "/503" -> answer.code(Integer.parseInt(path.substring(1)));
            case "/never" -> answer.onResponseStart(SocketEffect.Stall.INSTANCE);
            case "/gzip" -> answer.addHeader("Content-Encoding", "gzip").body(gzip("zipped"));
            case "/chunked" -> answer.chunkedBody("in three chunks", 5);
            case "/login" -> answer.addHeader("Set-Cookie", "session=abc");
            case "/account" ->
                answer.code(String.valueOf(request.getHeaders().get("Cookie")).contains("session=abc") ? 200 : 403);
            default -> request.getMethod().equals("HEAD") ? answer : answer.body(path);
        };
    }

    private static Buffer gzip(String text) {
        Buffer zipped = new Buffer();
        try (var sink = Okio.buffer(new GzipSink(zipped))) {
            sink.writeUtf8(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return zipped;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void eachKindOfRequest_makesItsSeries() throws Exception {
        serve();
        String refused = "http://127.0.0.1:" + closedPort() + "/";
        LoadScript script = scope -> () -> requests(scope.vu(), scope.http(), refused);

        RunReport report =
                run(LoadOptions.builder("kinds").profile(new PerVuIterations(1, 1, Duration.ofMinutes(1))), script);

        assertThat(report.errors()).isEmpty();
        List<String> requests = of("http_reqs").stream()
                .map(line -> line.replace(refused, "http://127.0.0.1:CLOSED/"))
                .toList();
        assertThat(requests)
                .containsExactlyInAnyOrder(
                        ok("GET", "/end", 1),
                        hop("/hop3", 2),
                        hop("/hop2", 2),
                        hop("/hop1", 1),
                        line(1, "error_code:1500,expected_response:false", "GET", "/500", "proto:HTTP/1.1,", 500),
                        line(1, "error_code:1503,expected_response:true", "GET", "/503", "proto:HTTP/1.1,", 503),
                        "1 {error:request timeout,error_code:1050,expected_response:false,group:,method:GET,"
                                + "name:http://127.0.0.1:PORT/never,scenario:default,status:0,"
                                + "url:http://127.0.0.1:PORT/never}",
                        "1 {error:lookup: no such host,error_code:1101,expected_response:false,group:,method:GET,"
                                + "name:http://nowhere.invalid/,scenario:default,status:0,url:http://nowhere.invalid/}",
                        "1 {error:dial: connection refused,error_code:1212,expected_response:false,group:,method:GET,"
                                + "name:http://127.0.0.1:CLOSED/,scenario:default,status:0,"
                                + "url:http://127.0.0.1:CLOSED/}",
                        ok("GET", "/gzip", 1),
                        ok("GET", "/chunked", 1),
                        ok("GET", "/login", 1),
                        ok("GET", "/account", 1),
                        ok("GET", "/left", 2),
                        ok("GET", "/right", 1),
                        ok("HEAD", "/item", 1),
                        ok("PUT", "/item", 1),
                        ok("DELETE", "/item", 1));
        List<String> all = of("http_reqs");
        assertThat(TIMES).allSatisfy(metric -> assertThat(of(metric)).isEqualTo(all));
        assertThat(of("http_req_failed")).isEqualTo(all);
        assertThat(of("checks")).containsExactly("4 {check:as it should,group:,scenario:default}");
        assertThat(of("iterations")).containsExactly("1 {group:,scenario:default}");
        assertThat(series.types)
                .containsEntry("http_reqs", MetricType.COUNTER)
                .containsEntry("http_req_duration", MetricType.TREND)
                .containsEntry("http_req_failed", MetricType.RATE)
                .containsEntry("data_sent", MetricType.COUNTER);
    }

    private void requests(Vu vu, Http http, String refused) {
        vu.check("as it should", http.get(url("/hop3")).body().equals("/end"));
        vu.check(
                "as it should",
                http.request("GET", url("/hop3")).redirects(1).send().status() == 302);
        http.get(url("/500"));
        http.request("GET", url("/503")).expectStatus(status -> status == 503).send();
        http.request("GET", url("/never")).timeout("200ms").send();
        http.get("http://nowhere.invalid/");
        http.get(refused);
        vu.check("as it should", http.get(url("/gzip")).body().equals("zipped"));
        http.get(url("/chunked"));
        http.get(url("/login"));
        vu.check("as it should", http.get(url("/account")).status() == 200);
        http.batch(url("/left"), url("/right"), url("/left"));
        http.head(url("/item"));
        http.put(url("/item"), "new");
        http.delete(url("/item"));
    }

    private static String ok(String method, String path, int count) {
        return line(count, "expected_response:true", method, path, "proto:HTTP/1.1,", 200);
    }

    private static String hop(String path, int count) {
        return line(count, "expected_response:true", "GET", path, "proto:HTTP/1.1,", 302);
    }

    private static String line(int count, String verdict, String method, String path, String proto, int status) {
        String at = "http://127.0.0.1:PORT" + path;
        return "%d {%s,group:,method:%s,name:%s,%sscenario:default,status:%d,url:%s}"
                .formatted(count, verdict, method, at, proto, status, at);
    }

    /** Three of them, one after the other or at the same time, each with its own tags. */
    private record Bodies(HttpSeriesTest test) implements LoadScript {
        @Override
        public boolean has(String exec) {
            return Set.of("browse", "order", "poll").contains(exec);
        }

        @Override
        public VuBody startVu(VuScope scope) {
            return new VuBody() {
                @Override
                public void iterate() {
                    throw new AssertionError("another body was asked for");
                }

                @Override
                public void iterate(String exec) {
                    switch (exec) {
                        case "browse" ->
                            scope.vu()
                                    .group(
                                            "front",
                                            () -> scope.http()
                                                    .request(
                                                            "GET",
                                                            test.url("/items/"
                                                                    + scope.vu().iteration()))
                                                    .name("item")
                                                    .tag("page", "list")
                                                    .send());
                        case "order" ->
                            scope.http()
                                    .request("POST", test.url("/orders"))
                                    .form(Map.of("sku", "7 b", "count", "2"))
                                    .send();
                        default -> scope.http().get(test.url("/status"));
                    }
                }
            };
        }
    }

    @Test
    void scenarios_makeSeriesOfTheirOwn() throws Exception {
        serve();
        Scenario browse = Scenario.of("browse", new PerVuIterations(2, 3, Duration.ofMinutes(1)))
                .running("browse")
                .withTags(Map.of("team", "web"));
        Scenario order = Scenario.of("order", new SharedIterations(2, 5, Duration.ofMinutes(1)))
                .running("order")
                .startingAfter(Duration.ofMillis(500));
        Scenario poll = Scenario.of(
                        "poll", new ConstantArrivalRate(10, Duration.ofSeconds(1), Duration.ofSeconds(1), 3, 3))
                .running("poll")
                .startingAfter(Duration.ofMillis(200));

        RunReport report = run(
                LoadOptions.builder("three")
                        .scenarios(List.of(browse, order, poll))
                        .tags(Map.of("build", "9")),
                new Bodies(this));

        assertThat(report.errors()).isEmpty();
        String end = "proto:HTTP/1.1,scenario:%s,status:200,%surl:%s}";
        assertThat(of("http_reqs"))
                .containsExactlyInAnyOrder(
                        "6 {build:9,expected_response:true,group:::front,method:GET,name:item,page:list,"
                                + end.formatted("browse", "team:web,", "item"),
                        "5 {build:9,expected_response:true,group:,method:POST,name:http://127.0.0.1:PORT/orders,"
                                + end.formatted("order", "", "http://127.0.0.1:PORT/orders"),
                        "10 {build:9,expected_response:true,group:,method:GET,name:http://127.0.0.1:PORT/status,"
                                + end.formatted("poll", "", "http://127.0.0.1:PORT/status"));
        assertThat(of("http_req_failed")).isEqualTo(of("http_reqs"));
        assertThat(of("iterations"))
                .containsExactlyInAnyOrder(
                        "6 {build:9,group:,scenario:browse,team:web}",
                        "5 {build:9,group:,scenario:order}",
                        "10 {build:9,group:,scenario:poll}");
        assertThat(of("iteration_duration")).isEqualTo(of("iterations"));
        assertThat(of("group_duration")).containsExactly("6 {build:9,group:::front,scenario:browse,team:web}");
        assertThat(forms()).containsOnly("count=2&sku=7+b").hasSize(5);
    }

    private List<String> forms() {
        return Stream.generate(this::take)
                .limit(shop.getRequestCount())
                .filter(request -> request.getMethod().equals("POST"))
                .map(request ->
                        request.getBody() == null ? "" : request.getBody().utf8())
                .collect(Collectors.toList());
    }

    private RecordedRequest take() {
        try {
            return shop.takeRequest();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
