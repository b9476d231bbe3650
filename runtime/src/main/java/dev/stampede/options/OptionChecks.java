package dev.stampede.options;

import dev.stampede.http.TlsOptions;
import dev.stampede.http.TlsSupport;
import dev.stampede.segments.Share;
import dev.stampede.traces.TraceOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Checks the settings that stand by themselves. (k6: {@code lib/options.go}, {@code Options.Validate}.) */
final class OptionChecks {
    /** Requests are not traced. */
    static final String NO_PROPAGATION = "none";

    private final Options options;
    private final String where;
    private final Problems problems;

    private OptionChecks(Options options, String where, Problems problems) {
        this.options = options;
        this.where = where;
        this.problems = problems;
    }

    static void check(Options options, String where, Problems problems) {
        OptionChecks checks = new OptionChecks(options, where, problems);
        checks.share();
        checks.positive(Setting.SETUP_TIMEOUT, "60s");
        checks.positive(Setting.TEARDOWN_TIMEOUT, "60s");
        checks.positive(Setting.SHUTDOWN_TIMEOUT, "7s");
        checks.minIterationDuration();
        checks.notNegative(Setting.MAX_REDIRECTS, "Use 0 to follow none, or more.");
        checks.notNegative(Setting.RPS, "Use 0 for any number, or more.");
        checks.batch();
        checks.notNegative(Setting.BATCH_PER_HOST, "Use 0 for all at once, or more.");
        checks.tls();
        checks.oneOf(
                Setting.HTTP_DEBUG,
                List.of("headers", "full", ""),
                "there is no way to debug HTTP called",
                "Use one of headers, full, or leave it out.");
        checks.oneOf(
                Setting.SUMMARY_TIME_UNIT,
                List.of("s", "ms", "us", "auto", ""),
                "invalid summary time unit",
                "Use one of s, ms, us, or leave it out for the one that fits.");
        checks.oneOf(
                Setting.SUMMARY_MODE,
                List.of("compact", "full", "disabled"),
                "invalid summary mode",
                "Use one of compact, full, disabled, or leave it out for compact.");
        checks.path(
                Setting.SUMMARY_EXPORT,
                "the summary cannot be written there",
                "Use the path of a file, such as \"target/summary.json\".");
        checks.path(
                Setting.REPORT,
                "no report can be written there",
                "Use the path of a file, such as \"target/{name}.html\", true for one where reports usually are, or false for none.");
        checks.path(Setting.FOLDER, "there can be no such folder", "Use a path such as \".stampede\".");
        checks.oneOf(
                Setting.GENERATOR_HEALTH,
                List.of("fail", "warn", "off"),
                "no way to treat generator health:",
                "Use one of fail, warn, off, or leave it out for fail.");
        checks.oneOf(
                Setting.WARM_UP,
                List.of("auto", "on", "off"),
                "no way to warm up:",
                "Use one of auto, on, off, or leave it out for auto.");
        checks.tracing();
    }

    private void tracing() {
        oneOf(
                Setting.TRACE_PROPAGATION,
                List.of("w3c", "jaeger", NO_PROPAGATION),
                "unknown propagator",
                "Use one of w3c, jaeger, none, or leave it out for none.");
        Given<Double> sampling = options.get(Setting.TRACE_SAMPLING);
        if (sampling != null && !TraceOptions.isShare(sampling.value())) {
            problems.add(
                    where,
                    "traceSampling must be between 0 and 1, given as " + sampling.quote("traceSampling"),
                    "Use a share such as 0.1 for every tenth request, or leave it out for all.");
        }
        Given<String> link = options.get(Setting.TRACE_LINK);
        if (link != null && !TraceOptions.isLink(link.value())) {
            problems.add(
                    where,
                    "traceLink does not say where the trace's id goes, given as " + link.quote("traceLink"),
                    "Put {traceId} in its place, such as \"https://tempo.example.com/trace/{traceId}\".");
        }
    }

    private void share() {
        Given<String> segment = options.get(Setting.EXECUTION_SEGMENT);
        Given<String> sequence = options.get(Setting.EXECUTION_SEGMENT_SEQUENCE);
        try {
            Share unused = options.share();
        } catch (IllegalArgumentException e) {
            String given = segment == null ? "" : segment.quote(Setting.EXECUTION_SEGMENT.key());
            if (sequence != null) {
                given += (given.isEmpty() ? "" : " and ") + sequence.quote(Setting.EXECUTION_SEGMENT_SEQUENCE.key());
            }
            problems.add(
                    where,
                    e.getMessage() + ", given as " + given,
                    "Use a part such as \"1/4:1/2\" or \"25%:50%\", of a sequence such as \"0,1/4,1/2,1\".");
        }
    }

    private void positive(Setting<Duration> setting, String standard) {
        Given<Duration> given = options.get(setting);
        if (given != null && !given.value().isPositive()) {
            problems.add(
                    where,
                    setting.key() + " must be positive, given as " + given.quote(setting.key()),
                    "Use a time such as \"30s\", or leave it out for " + standard + ".");
        }
    }

    private void minIterationDuration() {
        Given<Duration> given = options.get(Setting.MIN_ITERATION_DURATION);
        if (given != null && given.value().isNegative()) {
            problems.add(
                    where,
                    "minIterationDuration can't be negative, given as " + given.quote("minIterationDuration"),
                    "Use a time such as \"1s\", or leave it out.");
        }
    }

    private void notNegative(Setting<Integer> setting, String remedy) {
        Given<Integer> given = options.get(setting);
        if (given != null && given.value() < 0) {
            problems.add(where, setting.key() + " can't be negative, given as " + given.quote(setting.key()), remedy);
        }
    }

    private void batch() {
        Given<Integer> given = options.get(Setting.BATCH);
        if (given != null && given.value() < 1) {
            problems.add(
                    where,
                    "batch must be at least 1, given as " + given.quote("batch"),
                    "Use a number such as 20, or leave it out for 20.");
        }
    }

    private void tls() {
        Given<TlsOptions.Versions> versions = options.get(Setting.TLS_VERSION);
        String wrong = versions == null ? null : TlsSupport.problem(versions.value());
        if (versions != null && wrong != null) {
            problems.add(
                    where,
                    wrong + ", given as " + versions.quote(Setting.TLS_VERSION.key()),
                    "Use tls1.2 or tls1.3, or allow others in the JVM's file java.security.");
        }
        Given<List<String>> suites = options.get(Setting.TLS_CIPHER_SUITES);
        wrong = suites == null ? null : TlsSupport.problem(suites.value());
        if (suites != null && wrong != null) {
            problems.add(
                    where,
                    wrong + ", given as " + suites.quote(Setting.TLS_CIPHER_SUITES.key()),
                    "Use others, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, or leave them out.");
        }
    }

    private void path(Setting<String> setting, String text, String remedy) {
        Given<String> given = options.get(setting);
        if (given == null) {
            return;
        }
        try {
            Path unused = Path.of(given.value());
        } catch (InvalidPathException e) {
            problems.add(where, text + ": " + e.getReason() + ", given as " + given.quote(setting.key()), remedy);
        }
    }

    private void oneOf(Setting<String> setting, List<String> allowed, String text, String remedy) {
        Given<String> given = options.get(setting);
        if (given != null && !allowed.contains(given.value())) {
            problems.add(where, text + " '" + given.value() + "', given as " + given.quote(setting.key()), remedy);
        }
    }
}
