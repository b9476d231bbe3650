package dev.stampede.junit.cli;

import dev.stampede.junit.cli.Flag.Kind;
import dev.stampede.options.Setting;
import java.util.List;

/** All flags that the extension is told, in the order help shows them. (k6: {@code internal/cmd/options.go}.) */
final class Flags {
    static final List<Flag> ALL = List.of(
            Flag.of(Kind.TEXT, Setting.VUS, "-u, --vus", "<number>", "Virtual users."),
            Flag.of(
                    Kind.DURATION,
                    Setting.DURATION,
                    "-d, --duration",
                    "<time>",
                    "How long the load lasts, such as 1m30s; with iterations, how long they may take."),
            Flag.of(
                    Kind.TEXT,
                    Setting.ITERATIONS,
                    "-i, --iterations",
                    "<number>",
                    "Iterations altogether, shared by the users."),
            Flag.of(
                    Kind.LIST,
                    Setting.STAGES,
                    "-s, --stage",
                    "<time:users>",
                    "A stage of a ramp, such as 10s:5. Several: again, or separated by commas."),
            Flag.of(
                    Kind.TEXT,
                    Setting.EXECUTION_SEGMENT,
                    "--execution-segment",
                    "<from:to>",
                    "The part of the load that is run here, such as 0:1/3."),
            Flag.of(
                    Kind.TEXT,
                    Setting.EXECUTION_SEGMENT_SEQUENCE,
                    "--execution-segment-sequence",
                    "<points>",
                    "Where all parts begin and end, such as 0,1/3,2/3,1."),
            Flag.of(
                    Kind.DURATION,
                    Setting.MIN_ITERATION_DURATION,
                    "--min-iteration-duration",
                    "<time>",
                    "Shortest time a user spends on an iteration."),
            Flag.choice(
                    "mode",
                    "--mode",
                    "<mode>",
                    List.of("smoke", "debug", "full"),
                    "smoke: everything once, by one user, without outputs; debug: that, with all requests logged and no"
                            + " timeouts; full: as written."),
            Flag.of(
                    Kind.TEXT,
                    "options",
                    "--options",
                    "<file>",
                    "Options from a file, k6's JSON, over what annotations say; other flags are stronger."),
            Flag.of(Kind.TAGS, Setting.TAGS, "--tag", "<name=value>", "A tag of all samples. Several: again."),
            Flag.of(
                    Kind.ENV,
                    Setting.ENV,
                    "-e, --env",
                    "<NAME=value>",
                    "A variable for the test, found by vu.env. Several: again."),
            Flag.of(Kind.SWITCH, Setting.NO_SETUP, "--no-setup", "", "Leave out @BeforeRun."),
            Flag.of(Kind.SWITCH, Setting.NO_TEARDOWN, "--no-teardown", "", "Leave out @AfterRun."),
            Flag.of(
                    Kind.DURATION,
                    Setting.SETUP_TIMEOUT,
                    "--setup-timeout",
                    "<time>",
                    "Longest time for @BeforeRun (60s)."),
            Flag.of(
                    Kind.DURATION,
                    Setting.TEARDOWN_TIMEOUT,
                    "--teardown-timeout",
                    "<time>",
                    "Longest time for @AfterRun (60s)."),
            Flag.of(Kind.SWITCH, Setting.NO_THRESHOLDS, "--no-thresholds", "", "Leave out the thresholds."),
            Flag.of(Kind.TEXT, Setting.USER_AGENT, "--user-agent", "<text>", "Header User-Agent of the requests."),
            Flag.of(
                    Kind.TEXT,
                    Setting.MAX_REDIRECTS,
                    "--max-redirects",
                    "<number>",
                    "Redirects that a request follows (10)."),
            Flag.of(Kind.SWITCH, Setting.THROW, "-w, --throw", "", "A request that fails throws."),
            Flag.of(
                    Kind.SWITCH,
                    Setting.DISCARD_RESPONSE_BODIES,
                    "--discard-response-bodies",
                    "",
                    "Read bodies of responses and drop them."),
            Flag.of(
                    Kind.TEXT,
                    Setting.BATCH,
                    "--batch",
                    "<number>",
                    "Requests of a batch that are under way at once (20)."),
            Flag.of(
                    Kind.TEXT,
                    Setting.BATCH_PER_HOST,
                    "--batch-per-host",
                    "<number>",
                    "How many of them go to one host (6)."),
            Flag.of(
                    Kind.TEXT,
                    Setting.RPS,
                    "--rps",
                    "<number>",
                    "Requests that begin in a second, of all users together."),
            Flag.optionalChoice(
                    Setting.HTTP_DEBUG.key(),
                    "--http-debug",
                    "<what>",
                    List.of("headers", "full"),
                    "Log requests and responses: headers, which need not be said, or full with bodies."),
            Flag.of(
                    Kind.SWITCH,
                    Setting.NO_CONNECTION_REUSE,
                    "--no-connection-reuse",
                    "",
                    "A connection for each request."),
            Flag.of(
                    Kind.SWITCH,
                    Setting.NO_VU_CONNECTION_REUSE,
                    "--no-vu-connection-reuse",
                    "",
                    "Close connections at the end of each iteration."),
            Flag.of(
                    Kind.LIST,
                    Setting.LOCAL_IPS,
                    "--local-ips",
                    "<addresses>",
                    "Addresses of this machine that connections are made from, such as 10.0.0.5,10.0.1.0/24."),
            Flag.of(
                    Kind.TEXT,
                    Setting.DNS,
                    "--dns",
                    "<key=value>",
                    "How hosts are looked up: ttl=5m,select=random,policy=preferIPv4."),
            Flag.of(
                    Kind.LIST,
                    Setting.BLOCK_HOSTNAMES,
                    "--block-hostnames",
                    "<hosts>",
                    "Hosts that no connection is made to, such as *.example.com."),
            Flag.of(
                    Kind.LIST,
                    Setting.BLACKLIST_IPS,
                    "--blacklist-ip",
                    "<network>",
                    "A network that no connection is made to, such as 10.0.0.0/8. Several: again."),
            Flag.of(
                    Kind.SWITCH,
                    Setting.INSECURE_SKIP_TLS_VERIFY,
                    "--insecure-skip-tls-verify",
                    "",
                    "Take any certificate."),
            Flag.of(
                    Kind.LIST,
                    Setting.SYSTEM_TAGS,
                    "--system-tags",
                    "<names>",
                    "System tags to set, such as method,status."),
            Flag.of(
                    Kind.LIST,
                    "out",
                    "-o, --out",
                    "<type[=arg]>",
                    "Where the samples go, such as cloud. Several: again."),
            Flag.of(
                    Kind.LIST,
                    Setting.SUMMARY_TREND_STATS,
                    "--summary-trend-stats",
                    "<columns>",
                    "Columns of trends in the summary, such as avg,p(99)."),
            Flag.choice(
                    Setting.SUMMARY_TIME_UNIT.key(),
                    "--summary-time-unit",
                    "<unit>",
                    List.of("s", "ms", "us"),
                    "Unit of times in the summary: s, ms or us."),
            Flag.of(
                    Kind.TEXT,
                    Setting.SUMMARY_EXPORT,
                    "--summary-export",
                    "<file>",
                    "Write the summary to a file, as JSON; of several load tests, all but the first to files beside it."),
            Flag.of(
                    Kind.TEXT,
                    Setting.REPORT,
                    "--report",
                    "<file>",
                    "Write a report as HTML; {name} and {time} stand for those of the run. true for one in the folder."),
            Flag.of(Kind.TEXT, Setting.FOLDER, "--folder", "<folder>", "For what is kept on disk (.stampede)."),
            Flag.of(Kind.SWITCH, Setting.QUIET, "-q, --quiet", "", "Show neither banner nor progress."));

    private Flags() {}
}
