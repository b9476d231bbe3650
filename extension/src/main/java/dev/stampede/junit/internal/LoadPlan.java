package dev.stampede.junit.internal;

import dev.stampede.ConfigException;
import dev.stampede.junit.LoadTest;
import dev.stampede.run.LoadOptions;
import java.util.List;

/**
 * What is going to be run, as far as the annotations tell.
 *
 * @param site the load test method
 * @param options options; mean nothing when there are problems
 * @param methods methods around the load
 * @param notes to be told to people before the run starts
 * @param problems what is wrong
 */
record LoadPlan(Site site, LoadOptions options, LifecycleMethods methods, List<String> notes, Problems problems) {

    /** Reads the annotations; what is wrong is kept until {@link #check()}. */
    static LoadPlan of(Site site, LoadTest annotation, CloudOutputs cloud) {
        Problems problems = new Problems();
        OtherTestAnnotations.check(site, problems);
        LoadOptions.Builder options = AnnotationOptions.resolve(site, annotation, problems);
        LifecycleMethods methods = LifecycleMethods.of(site, problems);
        CloudOutputs.Decision decision = cloud.decide(site, problems);
        LoadOptions built = options.outputs(decision.outputs()).build();
        return new LoadPlan(site, built, methods, decision.notes(), problems);
    }

    /** @throws ConfigException naming everything that is wrong */
    void check() {
        problems.throwIfAny();
    }
}
