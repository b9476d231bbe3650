package dev.stampede.junit.internal;

import dev.stampede.ConfigException;
import dev.stampede.junit.LoadTest;
import dev.stampede.run.LoadOptions;

/**
 * What is going to be run, as far as the annotations tell.
 *
 * @param site the load test method
 * @param options options, outputs still missing; mean nothing when there are problems
 * @param methods methods around the load
 * @param problems what is wrong
 */
record LoadPlan(Site site, LoadOptions.Builder options, LifecycleMethods methods, Problems problems) {

    /** Reads the annotations; what is wrong is kept until {@link #check()}. */
    static LoadPlan of(Site site, LoadTest annotation) {
        Problems problems = new Problems();
        OtherTestAnnotations.check(site, problems);
        LoadOptions.Builder options = AnnotationOptions.resolve(site, annotation, problems);
        return new LoadPlan(site, options, LifecycleMethods.of(site, problems), problems);
    }

    /** @throws ConfigException naming everything that is wrong */
    void check() {
        problems.throwIfAny();
    }
}
