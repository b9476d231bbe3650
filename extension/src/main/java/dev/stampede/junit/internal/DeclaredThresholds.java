package dev.stampede.junit.internal;

import dev.stampede.junit.Threshold;
import dev.stampede.thresholds.ThresholdSpec;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds the thresholds that hold for a load test: of enclosing classes, of the class, of the method, in this order. */
final class DeclaredThresholds {
    private DeclaredThresholds() {}

    /** The thresholds, none twice; what is wrong is added to the problems. */
    static List<ThresholdSpec> of(Site site, Problems problems) {
        Set<ThresholdSpec> found = new LinkedHashSet<>();
        for (Class<?> type : site.typesOutermostFirst()) {
            add(type, type.getSimpleName(), found, problems);
        }
        add(site.method(), site.runName() + "()", found, problems);
        return List.copyOf(found);
    }

    private static void add(AnnotatedElement element, String name, Set<ThresholdSpec> found, Problems problems) {
        for (Threshold threshold : AnnotationSupport.findRepeatableAnnotations(element, Threshold.class)) {
            Duration delay = null;
            if (!threshold.delayAbortEval().isEmpty()) {
                String where = "@Threshold(metric = \"" + threshold.metric() + "\", value = \"" + threshold.value()
                        + "\") on " + name;
                delay = problems.duration(
                        where, "delayAbortEval", new Given<>(threshold.delayAbortEval(), Given.ANNOTATION));
            }
            found.add(new ThresholdSpec(threshold.metric(), threshold.value(), threshold.abortOnFail(), delay, true));
        }
    }
}
