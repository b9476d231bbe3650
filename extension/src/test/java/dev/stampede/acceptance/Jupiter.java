package dev.stampede.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs fixture classes with the real engine. */
final class Jupiter {
    private Jupiter() {}

    static EngineExecutionResults run(Class<?> type) {
        return run(type, Map.of());
    }

    static EngineExecutionResults run(Class<?> type, Map<String, String> parameters) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .configurationParameters(parameters)
                .execute();
    }

    /** Runs a class that is expected to pass: as many tests as said, all successful. */
    static EngineExecutionResults passes(Class<?> type, int tests) {
        EngineExecutionResults results = run(type);
        assertThat(failures(results)).isEmpty();
        results.testEvents().assertStatistics(s -> s.started(tests).succeeded(tests));
        return results;
    }

    /** What the only test of a class failed with. */
    static Throwable failureOf(Class<?> type) {
        EngineExecutionResults results = run(type);
        results.testEvents().assertStatistics(s -> s.started(1).failed(1));
        return failures(results).getFirst();
    }

    /** Everything that failed, containers too. */
    static List<Throwable> failures(EngineExecutionResults results) {
        return results.allEvents()
                .failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .toList();
    }

    static List<String> namesOfTests(EngineExecutionResults results) {
        return results.testEvents()
                .started()
                .map(Event::getTestDescriptor)
                .map(test -> test.getDisplayName())
                .toList();
    }
}
