package dev.stampede.junit.internal;

import dev.stampede.junit.LoadTest;
import dev.stampede.junit.OnError;
import dev.stampede.run.ErrorPolicy;
import dev.stampede.run.LoadOptions;
import java.time.Duration;

/** Translates annotations into options. A pure function: neither JUnit nor the environment is asked. */
final class AnnotationOptions {
    private static final Duration DEFAULT_GRACEFUL_STOP = Duration.ofSeconds(30);

    private AnnotationOptions() {}

    /**
     * The options, outputs still missing. What is wrong is added to the problems, and the result then means nothing.
     *
     * @param annotation may come from a meta-annotation
     */
    static LoadOptions.Builder resolve(Site site, LoadTest annotation, Problems problems) {
        LoadSettings settings = LoadSettings.of(annotation);
        return LoadOptions.builder(annotation.value().isBlank() ? site.runName() : annotation.value())
                .profile(ShortOptions.profile(settings, site.loadTest(), problems))
                .gracefulStop(gracefulStop(settings, site.loadTest(), problems))
                .thresholds(DeclaredThresholds.of(site, problems))
                .onError(annotation.onError() == OnError.ABORT ? ErrorPolicy.ABORT : ErrorPolicy.CONTINUE);
    }

    private static Duration gracefulStop(LoadSettings settings, String where, Problems problems) {
        Given<String> given = settings.gracefulStop();
        Duration gracefulStop = given == null ? null : problems.duration(where, "gracefulStop", given);
        if (given == null || gracefulStop == null) {
            return DEFAULT_GRACEFUL_STOP;
        }
        if (gracefulStop.isNegative()) {
            problems.add(
                    where,
                    "the gracefulStop timeout can't be negative, given as " + given.quote("gracefulStop"),
                    "Use \"0s\" to interrupt iterations at once, or leave gracefulStop out for 30s.");
        }
        return gracefulStop;
    }
}
