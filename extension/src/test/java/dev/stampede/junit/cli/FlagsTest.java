package dev.stampede.junit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.stampede.junit.LoadTest;
import dev.stampede.options.Problems;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import picocli.CommandLine;

/** Flags, and what the extension is told about them. */
class FlagsTest {
    private static final Map<String, String> captured = new ConcurrentHashMap<>();

    private final Problems problems = new Problems();

    private Map<String, String> parameters(String... flags) {
        List<String> args = new ArrayList<>(List.of(flags));
        args.add("Shop");
        CommandLine line = RunCommand.commandLine(new PrintWriter(new StringWriter()));
        return FlagReader.parameters(line.parseArgs(args.toArray(String[]::new)), problems);
    }

    private List<String> problemsOf(String... flags) {
        parameters(flags);
        return problems.all();
    }

    @Test
    void shortNames_areK6s() {
        assertThat(parameters("-u", "5", "-d", "30s", "-i", "10", "-s", "1m:3", "-e", "A=b", "-o", "cloud", "-q", "-w"))
                .containsExactly(
                        entry("stampede.flag.vus", "5"),
                        entry("stampede.flag.duration", "30s"),
                        entry("stampede.flag.iterations", "10"),
                        entry("stampede.flag.stages", "1m:3"),
                        entry("stampede.flag.env", "A:b"),
                        entry("stampede.flag.throw", "true"),
                        entry("stampede.flag.out", "cloud"),
                        entry("stampede.flag.quiet", "true"));
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void longNames_areK6sAndParametersTheKeysOfTheSettings() {
        Map<String, String> parameters = parameters(
                "--vus=5",
                "--duration=30s",
                "--iterations=10",
                "--stage=10s:5",
                "--stage=1m:0",
                "--tag=team=web",
                "--tag=region=eu",
                "--env=URL_PATH=/x",
                "--execution-segment=0:1/2",
                "--execution-segment-sequence=0,1/2,1",
                "--min-iteration-duration=1s",
                "--no-setup",
                "--no-teardown",
                "--setup-timeout=10s",
                "--teardown-timeout=1m30s",
                "--no-thresholds",
                "--system-tags=method,status",
                "--summary-trend-stats=avg,p(99)",
                "--summary-time-unit=ms",
                "--summary-export=out.json",
                "--user-agent=me",
                "--max-redirects=0",
                "--throw",
                "--discard-response-bodies",
                "--batch=5",
                "--batch-per-host=2",
                "--rps=100",
                "--http-debug=full",
                "--no-connection-reuse",
                "--no-vu-connection-reuse",
                "--local-ips=10.0.0.5,10.0.1.0/24",
                "--dns=ttl=1m,select=first",
                "--block-hostnames=*.a.test,b.test",
                "--blacklist-ip=10.0.0.0/8",
                "--blacklist-ip=10.1.0.0/16",
                "--insecure-skip-tls-verify",
                "--out=cloud",
                "--out=json=run.ndjson",
                "--options=k6.json",
                "--mode=smoke",
                "--folder=kept",
                "--report=out.html",
                "--quiet");

        assertThat(problems.all()).isEmpty();
        assertThat(parameters)
                .hasSameSizeAs(Flags.ALL)
                .containsOnly(
                        entry("stampede.flag.vus", "5"),
                        entry("stampede.flag.duration", "30s"),
                        entry("stampede.flag.iterations", "10"),
                        entry("stampede.flag.stages", "10s:5,1m:0"),
                        entry("stampede.flag.tags", "team:web,region:eu"),
                        entry("stampede.flag.env", "URL_PATH:/x"),
                        entry("stampede.flag.executionSegment", "0:1/2"),
                        entry("stampede.flag.executionSegmentSequence", "0,1/2,1"),
                        entry("stampede.flag.minIterationDuration", "1s"),
                        entry("stampede.flag.noSetup", "true"),
                        entry("stampede.flag.noTeardown", "true"),
                        entry("stampede.flag.setupTimeout", "10s"),
                        entry("stampede.flag.teardownTimeout", "1m30s"),
                        entry("stampede.flag.noThresholds", "true"),
                        entry("stampede.flag.systemTags", "method,status"),
                        entry("stampede.flag.summaryTrendStats", "avg,p(99)"),
                        entry("stampede.flag.summaryTimeUnit", "ms"),
                        entry("stampede.flag.summaryExport", "out.json"),
                        entry("stampede.flag.report", "out.html"),
                        entry("stampede.flag.userAgent", "me"),
                        entry("stampede.flag.maxRedirects", "0"),
                        entry("stampede.flag.throw", "true"),
                        entry("stampede.flag.discardResponseBodies", "true"),
                        entry("stampede.flag.batch", "5"),
                        entry("stampede.flag.batchPerHost", "2"),
                        entry("stampede.flag.rps", "100"),
                        entry("stampede.flag.httpDebug", "full"),
                        entry("stampede.flag.noConnectionReuse", "true"),
                        entry("stampede.flag.noVUConnectionReuse", "true"),
                        entry("stampede.flag.localIPs", "10.0.0.5,10.0.1.0/24"),
                        entry("stampede.flag.dns", "ttl=1m,select=first"),
                        entry("stampede.flag.blockHostnames", "*.a.test,b.test"),
                        entry("stampede.flag.blacklistIPs", "10.0.0.0/8,10.1.0.0/16"),
                        entry("stampede.flag.insecureSkipTLSVerify", "true"),
                        entry("stampede.flag.out", "cloud,json=run.ndjson"),
                        entry("stampede.flag.options", "k6.json"),
                        entry("stampede.flag.mode", "smoke"),
                        entry("stampede.flag.folder", "kept"),
                        entry("stampede.flag.quiet", "true"));
    }

    @Test
    void emptyValueThatSaysNothing_isAProblem() {
        assertThat(problemsOf("--user-agent=", "--system-tags="))
                .containsExactly("flag --user-agent: no value is given. Correct or remove it.");
    }

    @Test
    void nothingGiven_isNothingTold() {
        assertThat(parameters()).isEmpty();
    }

    @Test
    void switch_canBeTurnedOff() {
        assertThat(parameters("--no-setup=false")).containsExactly(entry("stampede.flag.noSetup", "false"));
    }

    @Test
    void switchBeforeTheTest_leavesTheTestAlone() {
        assertThat(parameters("--no-setup", "-q")).containsOnlyKeys("stampede.flag.noSetup", "stampede.flag.quiet");
    }

    @Test
    void httpDebug_isHeadersUnlessItSaysMore() {
        assertThat(parameters("--http-debug", "-q"))
                .containsOnly(entry("stampede.flag.httpDebug", "headers"), entry("stampede.flag.quiet", "true"));
        assertThat(parameters("--http-debug")).containsExactly(entry("stampede.flag.httpDebug", "headers"));
        assertThat(parameters("--http-debug=full")).containsExactly(entry("stampede.flag.httpDebug", "full"));
        assertThat(parameters("--http-debug", "full")).containsExactly(entry("stampede.flag.httpDebug", "full"));
        assertThat(problemsOf("--http-debug=all"))
                .containsExactly("flag --http-debug: 'all' is none of headers, full. Correct or remove it.");
    }

    @Test
    void stages_canBeSeparatedByCommas() {
        assertThat(parameters("-s", "10s:5,20s:5", "-s", "0s:0"))
                .containsExactly(entry("stampede.flag.stages", "10s:5,20s:5,0s:0"));
    }

    @Test
    void valuesThatCouldBeMisread_areWrittenAsJson() {
        assertThat(parameters("--tag", "at=10:30", "--tag", "q=\"a\"", "-e", "URL=http://127.0.0.1:8080", "-e", "NONE"))
                .containsExactly(
                        entry("stampede.flag.tags", "{\"at\":\"10:30\",\"q\":\"\\\"a\\\"\"}"),
                        entry("stampede.flag.env", "{\"URL\":\"http://127.0.0.1:8080\",\"NONE\":\"\"}"));
    }

    @Test
    void tagsThatAreNone_areK6sErrors() {
        assertThat(problemsOf("--tag", "=v"))
                .containsExactly("flag --tag: error parsing tag '=v': invalid tag, empty name. Correct or remove it.");
        assertThat(problemsOf("--tag", "k="))
                .endsWith("flag --tag: error parsing tag 'k=': invalid tag, empty value. Correct or remove it.");
        assertThat(problemsOf("--tag", "k"))
                .endsWith("flag --tag: error parsing tag 'k': invalid tag, empty value. Correct or remove it.");
        assertThat(problemsOf("--tag", ""))
                .endsWith("flag --tag: error parsing tag '': invalid tag, empty string. Correct or remove it.");
    }

    @Test
    void wrongVariable_isAnErrorWithoutItsValue() {
        assertThat(problemsOf("-e", "my-token=secret"))
                .containsExactly("flag --env: invalid environment variable name 'my-token'. Correct or remove it.");
    }

    @Test
    void wrongValues_areToldAllAtOnce() {
        assertThat(problemsOf(
                        "-u", "many", "-d", "10", "-i", "1.5", "-s", "5", "--system-tags", "methd", "--mode", "fast"))
                .containsExactly(
                        "flag --vus: strconv.ParseInt: parsing \"many\": invalid syntax. Use a whole number such as 10, or"
                                + " remove it.",
                        "flag --duration: time: missing unit in duration \"10\". Correct or remove it.",
                        "flag --iterations: strconv.ParseInt: parsing \"1.5\": invalid syntax. Use a whole number such as 10,"
                                + " or remove it.",
                        "flag --stage: time: missing unit in duration \"5\". Use a list of durations and targets, such as"
                                + " 10s:5,1m:0, or remove it.",
                        "flag --mode: 'fast' is none of smoke, debug, full. Correct or remove it.",
                        "flag --system-tags: there is no system tag 'methd'; did you mean 'method'? Use names of system tags,"
                                + " such as method,status, or remove it.");
    }

    @Test
    void emptyValue_isAnErrorWhereItMeansNothing() {
        assertThat(problemsOf("-u", "", "--options", "", "--system-tags", ""))
                .containsExactly(
                        "flag --vus: no value is given. Correct or remove it.",
                        "flag --options: no value is given. Correct or remove it.");
    }

    @Test
    void flags_reachTheExtensionAsParameters() {
        captured.clear();

        Console console = Console.run(Captures.class, "-u", "2", "--iterations", "4", "--tag", "team=web", "-q");

        assertThat(console).isEqualTo(new Console(0, "", ""));
        assertThat(captured)
                .containsOnly(
                        entry("stampede.flag.vus", "2"),
                        entry("stampede.flag.iterations", "4"),
                        entry("stampede.flag.tags", "team:web"),
                        entry("stampede.flag.quiet", "true"));
    }

    @ExtendWith(Capture.class)
    static class Captures {
        @LoadTest
        void load() {}
    }

    static class Capture implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            for (Flag flag : Flags.ALL) {
                context.getConfigurationParameter(flag.parameter())
                        .ifPresent(value -> captured.put(flag.parameter(), value));
            }
        }
    }
}
