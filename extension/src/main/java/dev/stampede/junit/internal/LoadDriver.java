package dev.stampede.junit.internal;

import dev.stampede.ConfigException;
import dev.stampede.run.LoadOptions;
import dev.stampede.run.LoadRunner;
import dev.stampede.run.RunReport;
import java.lang.reflect.Method;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * Runs the load where JUnit would call the method once, and keeps JUnit from calling {@code @BeforeEach} and {@code @AfterEach}
 * around it: virtual users do, around each iteration. One for each load test; used by JUnit's thread only.
 */
final class LoadDriver implements BeforeEachCallback, InvocationInterceptor, AfterTestExecutionCallback {
    private static final System.Logger logger = System.getLogger(LoadDriver.class.getName());

    private final LoadPlan plan;
    private final Feeds feeds;
    private boolean driven;

    LoadDriver(LoadPlan plan, Feeds feeds) {
        this.plan = plan;
        this.feeds = feeds;
    }

    /** @throws ConfigException before {@code @BeforeEach} does anything */
    @Override
    public void beforeEach(ExtensionContext context) {
        plan.check();
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
        driven = true;
        invocation.skip();
        TestScript script =
                TestScript.of(plan, feeds, context.getExecutableInvoker(), Snapshot.of(context), call.getArguments());
        plan.sources()
                .forEach(line ->
                        logger.log(System.Logger.Level.DEBUG, plan.site().runName() + ": " + line));
        plan.notes().forEach(plan.options().console());
        AttachedSummary summary = AttachedSummary.of(context, options(context));
        RunReport report;
        try {
            report = LoadRunner.run(summary.options(), script);
        } finally {
            summary.attach();
            feeds.close();
        }
        RunResults.add(context, report);
        RunEntries.of(report, plan.maxVus()).forEach(context::publishReportEntry);
        String thrower = report.cause().map(script::thrower).orElse(null);
        Verdict.deliver(report, plan.maxVus(), thrower);
    }

    private LoadOptions options(ExtensionContext context) {
        LoadOptions options = plan.options();
        Path given = options.summaryExport();
        if (given == null) {
            return options;
        }
        Path file = SummaryFiles.of(context).take(given, plan.site().runName());
        if (!file.equals(given)) {
            options.console()
                    .accept(plan.site().runName() + " writes its summary to " + file + ": " + given
                            + " holds that of another load test.");
        }
        return options.toBuilder().summaryExport(file).build();
    }

    /**
     * An extension that calls the method itself, past all interceptors, would make the load test one call that is green
     * whatever the load would have shown.
     */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (!driven && context.getExecutionException().isEmpty()) {
            throw new IllegalStateException(plan.site().loadTest()
                    + ": no load was run, as another extension of the class called the method itself."
                    + " Put @ExtendWith(" + LoadTestExtension.class.getSimpleName()
                    + ".class) on the class, before that extension, or move the load test to a class without it.");
        }
    }
}
