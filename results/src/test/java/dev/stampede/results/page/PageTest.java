package dev.stampede.results.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Browser.class)
class PageTest {
    private FixtureService service;

    @BeforeEach
    void startService() throws IOException {
        service = new FixtureService();
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void list_showsRunsAndIsFiltered(Tab tab) {
        tab.go(service.url());
        tab.until("document.querySelectorAll('tbody tr').length === 7");
        assertThat(tab.texts("tbody tr:first-child > *"))
                .contains("Checkout#1021", "No verdict", "Running", "50", "21k", "212 ms");
        tab.type("#filter-filter-runs", "threshold failed");
        tab.until("document.querySelectorAll('tbody tr').length === 1");
        tab.untilText("#announcer", "1 of 7 runs");
        tab.assertNoComplaints();
    }

    @Test
    void list_sortsByItsHeadingsFromTheKeyboard(Tab tab) {
        tab.go(service.url());
        tab.until("document.querySelectorAll('tbody tr').length === 7");
        tab.evaluate("[...document.querySelectorAll('.sort')].find(b => b.textContent === 'p95').focus()");
        tab.press("Enter");
        tab.until("document.querySelector('[aria-sort=descending]')?.textContent === 'p95'");
        assertThat(tab.text("tbody tr:first-child [data-label=p95]")).isEqualTo("1.42 s");
        tab.press("Enter");
        tab.until("document.querySelector('[aria-sort=ascending]')");
        assertThat(tab.text("tbody tr:first-child [data-label=p95]")).isEqualTo("840 µs");
        tab.assertNoComplaints();
    }

    @Test
    void list_leadsToAComparisonOfTwo(Tab tab) throws IOException {
        tab.go(service.url());
        tab.click("input[value='1018']");
        tab.untilText(".compare-bar", "Choose one more");
        tab.click("input[value='1020']");
        tab.screenshot("list-chosen");
        tab.click(".compare-bar a");
        tab.untilText("h1", "Comparison");
        assertThat(tab.evaluate("location.hash")).isEqualTo("#/compare/1018/1020");
        assertThat(tab.texts("section:has(#metrics-title) tbody tr:nth-child(4) > *"))
                .startsWith("http_req_duration", "p95", "212 ms");
        tab.until("document.querySelectorAll('.charts canvas').length === 6");
        tab.click("#judged-only");
        tab.until("![...document.querySelectorAll('tbody th')].some(cell => cell.textContent === 'vus')");
        tab.assertNoComplaints();
    }

    @Test
    void emptyService_saysHowToGetARun(Tab tab) {
        service.forgetRuns();
        tab.go(service.url());
        tab.untilText(".notice", "No runs yet");
        String origin = service.url().replaceFirst("/$", "");
        assertThat(tab.text(".notice")).contains("K6_CLOUD_HOST=" + origin + " K6_CLOUD_TOKEN=… k6 run --out cloud");
        tab.assertNoComplaints();
    }

    @Test
    void liveRun_isFollowedToItsEnd(Tab tab) throws IOException {
        tab.go(service.url() + "#/runs/1021");
        tab.untilText(".badges", "Running");
        service.event("chart", FixtureService.json("chart"));
        service.change(Map.of("requests", 4321, "vus", 17));
        tab.untilText(".tiles", "4,321");
        tab.untilText(".tiles", "17");
        tab.screenshot("run-live");
        service.change(Map.of("requests", 5432, "status", 3, "statusText", "finished", "failed", true, "live", false));
        service.event("end", Map.of());
        tab.untilText(".badges", "Finished");
        tab.untilText(".badges", "Failed");
        tab.untilText("#announcer", "finished, failed");
        assertThat(tab.requests().stream().filter(url -> url.endsWith("/events")))
                .hasSize(1);
        tab.assertNoComplaints();
    }

    @Test
    void liveRun_saysThatItLostTheConnectionAndTakesItUpAgain(Tab tab) {
        tab.go(service.url() + "#/runs/1021");
        service.change(Map.of("requests", 1111));
        tab.untilText(".tiles", "1,111");
        service.breakConnection();
        tab.untilText(".connection:not([hidden])", "connection to the service is lost");
        service.change(Map.of("requests", 2222));
        tab.untilText(".tiles", "2,222");
        tab.until("document.querySelector('.connection').hidden");
    }

    @Test
    void liveRun_isAskedForWhereThereAreViewersEnough(Tab tab) throws IOException {
        service.full(true);
        service.changeInSilence(Map.of("requests", 1111));
        tab.go(service.url() + "#/runs/1021");
        tab.untilText(".connection:not([hidden])", "lets nobody more follow runs as they go on");
        tab.untilText(".tiles", "1,111");
        tab.screenshot("run-asked-for");
        service.changeInSilence(Map.of("requests", 2222));
        tab.untilText(".tiles", "2,222");
        service.full(false);
        service.change(Map.of("requests", 3333));
        tab.untilText(".tiles", "3,333");
        tab.until("document.querySelector('.connection').hidden");
        tab.forgiveRefusedAnswers();
        tab.assertNoComplaints();
    }

    @Test
    void liveRun_endsAlsoForWhoAsksForIt(Tab tab) {
        service.full(true);
        tab.go(service.url() + "#/runs/1021");
        tab.untilText(".connection:not([hidden])", "lets nobody more follow runs as they go on");
        service.changeInSilence(Map.of("status", 3, "statusText", "finished", "failed", true, "live", false));
        tab.untilText(".badges", "Finished");
        tab.until("document.querySelector('.connection').hidden");
        tab.forgiveRefusedAnswers();
        tab.assertNoComplaints();
    }

    @Test
    void runWithoutMetrics_saysSo(Tab tab) {
        service.changeInSilence(Map.of("metrics", List.of()));
        tab.go(service.url() + "#/runs/1021");
        tab.untilText("section:has(#metrics-title) > div > .empty", "No metrics have arrived yet.");
        service.change(Map.of("metrics", List.of(), "status", 3, "statusText", "finished"));
        tab.until("document.querySelector('section:has(#metrics-title) > div > .empty').textContent"
                + " === 'No metrics have arrived.'");
        tab.assertNoComplaints();
    }

    @Test
    void metrics_thatNoFilterMatchesAreSaid(Tab tab) {
        tab.go(service.url() + "#/runs/1020");
        tab.until("document.querySelector('#filter-filter-metrics')");
        tab.type("#filter-filter-metrics", "no such metric");
        tab.untilText("section:has(#metrics-title) > div > .empty:not([hidden])", "No metric matches the filter.");
        tab.assertNoComplaints();
    }

    @Test
    void liveRun_keepsWhatTheReaderDid(Tab tab) {
        tab.go(service.url() + "#/runs/1021");
        tab.click("summary");
        tab.until("!document.querySelector('.tree details').open");
        tab.type("#filter-filter-requests", "basket");
        tab.until("document.querySelectorAll('section:has(#requests-title) tbody tr').length === 1");
        service.change(Map.of("requests", 1111));
        tab.untilText(".tiles", "1,111");
        assertThat(tab.evaluate("document.querySelector('.tree details').open")).isEqualTo(false);
        assertThat(tab.evaluate("document.querySelectorAll('section:has(#requests-title) tbody tr').length"))
                .isEqualTo(1.0);
        assertThat(tab.evaluate("document.activeElement.id")).isEqualTo("filter-filter-requests");
        tab.assertNoComplaints();
    }

    @Test
    void liveRun_isDrawnFromItsFirstSecondToItsLast(Tab tab) {
        tab.go(service.url() + "#/runs/1021");
        for (int points : new int[] {1, 20}) {
            Map<String, Object> chart = FixtureService.json("chart");
            chart.replaceAll((name, value) -> value instanceof List<?> all ? all.subList(0, points) : value);
            service.event("chart", chart);
            tab.until(
                    "document.querySelector('.plot canvas') && document.querySelector('.plot').ariaLabel.includes('last "
                            + (points == 1 ? 0 : 38) + ".')");
        }
        tab.evaluate("document.querySelector('.plot').focus()");
        tab.press("End");
        String edge = "(() => { const at = s => document.querySelector(s).getBoundingClientRect();"
                + " return Math.abs(at('.u-cursor-x').left - at('.u-over').SIDE) < 2 })()";
        tab.until(edge.replace("SIDE", "right"));
        tab.press("Home");
        tab.until(edge.replace("SIDE", "left"));
        tab.assertNoComplaints();
    }

    @Test
    void finishedRun_showsAllThatIsKnown(Tab tab) throws IOException {
        tab.go(service.url() + "#/runs/1020");
        tab.untilText("h1", "Checkout");
        tab.until("document.querySelectorAll('.charts canvas').length === 4");
        assertThat(tab.texts("section:has(#thresholds-title) tbody tr:nth-child(2) > *"))
                .containsExactly(
                        "Failed", "http_req_duration{name:orders}", "p(99)<1000", "1.23 s", "1 s", "123% of the limit");
        assertThat(tab.texts("section:has(#requests-title) tbody th")).hasSize(7);
        assertThat(tab.texts("section:has(#errors-title) tbody th")).contains("request timeout");
        assertThat(tab.texts(".group-name")).containsExactly("front", "detail", "checkout");
        assertThat(tab.texts("section:has(#metrics-title) .tag")).hasSize(5);
        tab.until("document.querySelectorAll('.log').length === 7");
        tab.untilText("section:has(#archive-title)", "CheckoutTest.java");
        tab.assertNoComplaints();
        tab.screenshot("run-finished");
    }

    @Test
    void logs_areFilteredByLevelAndText(Tab tab) {
        tab.go(service.url() + "#/runs/1020/logs");
        tab.until("document.querySelectorAll('.log').length === 7");
        tab.evaluate("const level = document.getElementById('log-level'); level.value = 'error';"
                + " level.dispatchEvent(new Event('change'))");
        tab.until("document.querySelectorAll('.log').length === 1");
        tab.type("#filter-filter-lines", "no such text");
        tab.untilText("section:has(#logs-title) .empty", "No line matches the filter.");
        tab.assertNoComplaints();
    }

    @Test
    void metric_isDrawnAndLeadsToItsTrend(Tab tab) throws IOException {
        tab.go(service.url() + "#/runs/1020");
        tab.click("button[aria-label='Chart of db_time']");
        tab.until("document.querySelector('.panel canvas')");
        assertThat(tab.text(".panel h3")).isEqualTo("db_time");
        assertThat(tab.evaluate("document.querySelector('.panel .soft-link').hash"))
                .isEqualTo("#/trend/Checkout/db_time/p95");
        tab.assertNoComplaints();
    }

    @Test
    void trend_showsTheFigureOfEachRun(Tab tab) throws IOException {
        tab.go(service.url() + "#/trend/Checkout/http_req_duration/p95");
        tab.until("document.querySelector('canvas')");
        assertThat(tab.texts("tbody tr:first-child > *")).startsWith("#1019").contains("212 ms", "+6.73%");
        tab.screenshot("trend");
        tab.assertNoComplaints();
    }

    @Test
    void charts_areReadByKeyboardAndAsTables(Tab tab) {
        tab.go(service.url() + "#/runs/1020");
        tab.until("document.querySelectorAll('.charts canvas').length === 4");
        assertThat(String.valueOf(tab.evaluate("document.querySelector('.plot').getAttribute('aria-label')")))
                .startsWith("Virtual users and requests. VUs: highest 50 at ");
        tab.evaluate("document.querySelector('.plot').focus()");
        tab.press("ArrowRight");
        tab.untilText(".chart [aria-live]", "VUs 0, Requests");
        tab.click("figcaption button");
        tab.until("document.querySelectorAll('.plot-table tbody tr').length === 120");
        assertThat(tab.texts(".plot-table thead th")).containsExactly("Time", "VUs", "Requests", "Iterations");
        tab.assertNoComplaints();
    }

    @Test
    void textOfRuns_isNeverMarkup(Tab tab) {
        tab.go(service.url());
        tab.untilText("tbody", "<img src=x onerror=alert(1)>");
        assertThat(tab.evaluate("document.querySelectorAll('img').length")).isEqualTo(0.0);
        tab.go(service.url() + "#/runs/1020");
        tab.untilText(".logs", "<img src=x");
        tab.untilText("main", "<script>alert(\"error\")</script>");
        assertThat(tab.evaluate("document.querySelectorAll('img, main script, main b').length"))
                .isEqualTo(0.0);
        tab.assertNoComplaints();
    }

    @Test
    void runThatIsNotThere_isSaid(Tab tab) {
        tab.go(service.url() + "#/runs/77");
        tab.untilText("h1", "There is no such run");
        tab.untilText("[role=alert]", "there is no run 77");
        tab.forgiveRefusedAnswers();
        tab.assertNoComplaints();
    }

    @Test
    void serviceThatIsGone_isSaid(Tab tab) {
        tab.go(service.url());
        tab.until("document.querySelectorAll('tbody tr').length === 7");
        service.close();
        tab.untilText("[role=alert]", "The results service does not answer");
    }

    @ParameterizedTest
    @CsvSource({
        "'', list",
        "#/runs/1020, run",
        "#/compare/1018/1020, compare",
        "#/trend/Checkout/http_req_duration/p95, trend"
    })
    void phone_needsNoSidewaysScrolling(String hash, String name, Tab tab) throws IOException {
        tab.size(375, 720);
        for (String scheme : List.of("light", "dark")) {
            tab.scheme(scheme);
            tab.go(service.url() + hash);
            tab.until("document.querySelector('main table')");
            tab.assertFits();
            tab.screenshot("phone-" + name + "-" + scheme);
        }
        tab.assertNoComplaints();
    }

    @ParameterizedTest
    @ValueSource(ints = {375, 768, 993, 1024, 1249, 1280})
    void list_fitsIntoTheWindow(int width, Tab tab) throws IOException {
        tab.size(width, 900);
        tab.go(service.url());
        tab.until("document.querySelectorAll('tbody tr').length === 7");
        tab.screenshot("list-" + width);
        tab.assertFits();
        assertThat(tab.evaluate("(box => box.scrollWidth - box.clientWidth)(document.querySelector('.scroll'))"))
                .as("what is cut off")
                .isEqualTo(0.0);
        tab.assertNoComplaints();
    }

    @Test
    void list_isSortedOnATablet(Tab tab) {
        tab.size(768, 900);
        tab.go(service.url());
        tab.until("document.querySelectorAll('tbody tr').length === 7");
        tab.evaluate("[...document.querySelectorAll('.sort')].find(b => b.textContent === 'p95').id = 'by-p95'");
        tab.click("#by-p95");
        tab.until("document.querySelector('tbody tr:first-child [data-label=p95]').textContent === '1.42 s'");
        tab.assertNoComplaints();
    }

    @Test
    void numbers_haveTheUnitThatFits(Tab tab) {
        tab.go(service.url());
        tab.until("document.querySelector('main table')");
        assertThat((List<?>) tab.evaluate("import('/assets/format.js').then(f => [f.millis(0.0421), f.millis(412.74),"
                        + " f.millis(999.7), f.millis(61000), f.millis(null), f.count(9120), f.count(91234), f.count(0.25),"
                        + " f.bytes(999), f.bytes(999600), f.percent(1), f.percent(0.99999), f.percent(0.00367),"
                        + " f.duration(3.24), f.duration(7260), f.perSecond(59.17), f.change(-12.34), f.change(0),"
                        + " f.figure(0.5, 'rate', 'default', 'rate'), f.figure(1500, 'trend', 'time', 'p95'),"
                        + " f.figure(2048, 'counter', 'data', 'rate'), f.ago(1340, 10000), f.ago(0, 200000)])"))
                .map(String::valueOf)
                .containsExactly(
                        "42.1 µs",
                        "413 ms",
                        "1 s",
                        "1 min 1 s",
                        "–",
                        "9,120",
                        "91.2k",
                        "0.25",
                        "999 B",
                        "1 MB",
                        "100%",
                        "99.99%",
                        "0.367%",
                        "3.24 s",
                        "2 h 1 min",
                        "59.2/s",
                        "−12.3%",
                        "0%",
                        "50%",
                        "1.5 s",
                        "2.05 kB/s",
                        "8 s ago",
                        "3 min 20 s ago");
    }

    @Test
    void theme_isChosenAndKept(Tab tab) {
        tab.scheme("light");
        tab.go(service.url());
        tab.until("document.querySelector('.top button')");
        String paper = "getComputedStyle(document.body).backgroundColor";
        assertThat(tab.evaluate(paper)).isEqualTo("rgb(246, 247, 246)");
        tab.click(".top button");
        tab.click(".top button");
        assertThat(tab.evaluate(paper)).isEqualTo("rgb(16, 20, 21)");
        tab.go(service.url() + "?again");
        tab.untilText(".top button", "dark");
        assertThat(tab.evaluate(paper)).isEqualTo("rgb(16, 20, 21)");
    }

    @Test
    void keyboard_skipsToTheContent(Tab tab) {
        tab.go(service.url());
        tab.until("document.querySelector('main table')");
        tab.press("Tab");
        assertThat(tab.evaluate("document.activeElement.textContent")).isEqualTo("Skip to content");
        tab.press("Enter");
        assertThat(tab.evaluate("document.activeElement.id")).isEqualTo("main");
        assertThat(tab.evaluate(
                        "['header', 'main', 'nav', 'footer', 'h1'].every(name => document.querySelector(name))"))
                .isEqualTo(true);
    }

    @Test
    void nothing_isAskedOfAnotherHost(Tab tab) {
        tab.go(service.url() + "#/runs/1020");
        tab.until("document.querySelectorAll('.log').length === 7");
        assertThat(tab.requests()).isNotEmpty().allMatch(url -> url.startsWith(service.url()));
    }

    @Test
    void report_showsTheRunFromAFileAndAsksForNothing(Tab tab, @TempDir Path folder) throws IOException {
        Map<String, Object> data = new LinkedHashMap<>();
        for (String part : List.of("chart", "logs", "archive")) {
            data.put(part, FixtureService.json(part));
        }
        data.put("run", FixtureService.json("done"));
        data.put("series", Map.of("db_time", FixtureService.json("series")));
        data.put("generated", 1_772_530_200_000L);
        Path file = Files.write(folder.resolve("report.html"), ReportFile.of("</title> Checkout", data));

        tab.go(file.toUri().toString());
        tab.untilText("h1", "Checkout");
        tab.until("document.querySelectorAll('.charts canvas').length === 4");
        tab.until("document.querySelectorAll('.log').length === 7");
        tab.click("button[aria-label='Chart of db_time']");
        tab.until("document.querySelector('.panel canvas')");
        tab.click(".sections a[href='#/thresholds']");
        tab.until("document.activeElement.id === 'thresholds-title'");
        assertThat(tab.texts(".actions a, .actions button")).containsExactly("Close");
        assertThat(tab.requests()).filteredOn(url -> !url.startsWith("data:")).hasSize(1);
        tab.size(375, 720);
        tab.assertFits();
        tab.assertNoComplaints();
        tab.screenshot("report");
    }
}
