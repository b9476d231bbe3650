package dev.stampede.junit.internal;

import dev.stampede.ConfigException;
import dev.stampede.run.LoadOptions;
import dev.stampede.run.LoadRunner;
import dev.stampede.run.ReportFile;
import dev.stampede.run.RunReport;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Runs the load where JUnit would call the method once, and keeps JUnit from calling {@code @BeforeEach} and {@code @AfterEach}
 * around it: virtual users do, around each iteration. One for each load test. It is registered after every other extension:
 * the innermost interceptor, and the first that is told how the method ended. Used by one thread of JUnit's at a time.
 */
final class LoadDriver
        implements BeforeEachCallback,
                InvocationInterceptor,
                TestExecutionExceptionHandler,
                AfterTestExecutionCallback {
    private static final System.Logger logger = System.getLogger(LoadDriver.class.getName());
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(LoadDriver.class);
    /** Longest that a run which was told to end may take beside teardown: iterations that end, the last samples, the closing. */
    private static final Duration WIND_UP = Duration.ofMinutes(1);

    private final LoadPlan plan;
    private final Feeds feeds;
    private final Conductor conductor;

    LoadDriver(LoadPlan plan, Feeds feeds, Conductor conductor) {
        this.plan = plan;
        this.feeds = feeds;
        this.conductor = conductor;
    }

    /** That of the load test; null in a test of another kind. */
    static @Nullable LoadDriver of(ExtensionContext context) {
        return context.getStore(STORE).get(LoadDriver.class, LoadDriver.class);
    }

    /** @throws ConfigException before {@code @BeforeEach} does anything */
    @Override
    public void beforeEach(ExtensionContext context) {
        plan.check();
        context.getStore(STORE).put(LoadDriver.class, this);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context) {
        invocation.skip();
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context) {
        invocation.skip();
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        invocation.skip();
        conductor.conduct(() -> run(call, context));
    }

    private void run(ReflectiveInvocationContext<Method> call, ExtensionContext context) throws Throwable {
        TestScript script =
                TestScript.of(plan, feeds, context.getExecutableInvoker(), Snapshot.of(context), call.getArguments());
        plan.sources()
                .forEach(line ->
                        logger.log(System.Logger.Level.DEBUG, plan.site().runName() + ": " + line));
        plan.notes().forEach(plan.options().console());
        AttachedSummary summary = AttachedSummary.of(context, options(context));
        RunReport report;
        try {
            report = LoadRunner.run(summary.options(), script, conductor.stop());
        } finally {
            summary.attach(!conductor.isGivenUp());
            feeds.close();
        }
        if (conductor.isGivenUp()) {
            return;
        }
        RunResults.add(context, report);
        RunEntries.of(report, plan.maxVus()).forEach(context::publishReportEntry);
        String thrower = report.cause().map(script::thrower).orElse(null);
        Verdict.deliver(report, plan.maxVus(), thrower);
    }

    private LoadOptions options(ExtensionContext context) {
        LoadOptions options = plan.options();
        LoadOptions.Builder builder = options.toBuilder();
        Path summary = options.summaryExport();
        if (summary != null) {
            builder.summaryExport(taken(context, summary, "summary"));
        }
        Path report = options.report();
        if (report != null) {
            LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
            builder.report(taken(context, ReportFile.of(report, options.name(), now), "report"));
        }
        return builder.build();
    }

    private Path taken(ExtensionContext context, Path given, String what) {
        Path file = SummaryFiles.of(context).take(given, plan.site().runName());
        if (!file.equals(given)) {
            plan.options()
                    .console()
                    .accept(plan.site().runName() + " writes its " + what + " to " + file + ": " + given
                            + " holds that of another load test.");
        }
        return file;
    }

    /**
     * A timeout in a thread of its own is thrown while that thread still runs the load: it comes to its end before JUnit calls
     * anything else, and what it came to is not lost.
     */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        conductor.join(plan.options().teardownTimeout().plus(WIND_UP));
        conductor.addTo(thrown);
        throw thrown;
    }

    /**
     * An extension that calls the method itself, past all interceptors, would make the load test one call that is green
     * whatever the load would have shown.
     */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (!conductor.hasBegun() && context.getExecutionException().isEmpty()) {
            throw new IllegalStateException(plan.site().loadTest()
                    + ": no load was run, as another extension of the class called the method itself. Put @LoadTests on"
                    + " the class, above the annotation that brings that extension (such as @QuarkusTest), or move the"
                    + " load test to a class without it.");
        }
    }
}
