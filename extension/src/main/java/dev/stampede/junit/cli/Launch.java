package dev.stampede.junit.cli;

import dev.stampede.options.FlagLayer;
import dev.stampede.options.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Finds the load tests and has JUnit run them. */
final class Launch {
    private static final String TAG = "load";

    private final Map<String, String> parameters;
    private final Verdicts verdicts;
    private final Signals signals;

    /** @param parameters configuration parameters for JUnit */
    Launch(Map<String, String> parameters, Verdicts verdicts, Signals signals) {
        this.parameters = parameters;
        this.verdicts = verdicts;
        this.signals = signals;
    }

    /**
     * Runs the targets in their order; after one that was interrupted, no other.
     *
     * @return the exit code
     * @throws dev.stampede.ConfigException if there is nothing to run in one of them, before any is run
     */
    int run(List<Target> targets) {
        try (LauncherSession session = LauncherFactory.openSession()) {
            Launcher launcher = session.getLauncher();
            for (TestPlan plan : discover(launcher, targets)) {
                if (signals.received() || verdicts.exitCode() == ExitCode.INTERRUPTED) {
                    break;
                }
                launcher.execute(plan, verdicts);
            }
        }
        if (signals.received()) {
            return ExitCode.INTERRUPTED;
        }
        if (verdicts.finished() == 0) {
            verdicts.nothingWasRun();
        }
        return verdicts.exitCode();
    }

    private List<TestPlan> discover(Launcher launcher, List<Target> targets) {
        Problems problems = new Problems();
        List<TestPlan> plans = new ArrayList<>();
        for (Target target : targets) {
            try {
                TestPlan plan = launcher.discover(request(target));
                plans.add(plan);
                if (!plan.containsTests()) {
                    problems.add(target.text(), "there is no load test in it", "Mark a method with @LoadTest.");
                }
            } catch (JUnitException e) {
                problems.add(
                        target.text(), "JUnit cannot look for tests: " + e.getMessage(), "Look at the class path.");
            }
        }
        problems.throwIfAny();
        return plans;
    }

    private LauncherDiscoveryRequest request(Target target) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(target.selectors())
                .filters(TagFilter.includeTags(TAG))
                .configurationParameters(parameters)
                // nobody who runs a class in some folder wants files there that were not asked for
                .configurationParameter(FlagLayer.PREFIX + "attach", "false")
                .build();
    }
}
