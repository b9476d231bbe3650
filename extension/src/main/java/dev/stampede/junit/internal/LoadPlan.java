package dev.stampede.junit.internal;

import dev.stampede.ConfigException;
import dev.stampede.engine.ExecutionPlan;
import dev.stampede.junit.LoadTest;
import dev.stampede.junit.OnError;
import dev.stampede.options.EnvironmentLayer;
import dev.stampede.options.FlagLayer;
import dev.stampede.options.Given;
import dev.stampede.options.OptionLayer;
import dev.stampede.options.Options;
import dev.stampede.options.ParameterLayer;
import dev.stampede.options.Problems;
import dev.stampede.options.Setting;
import dev.stampede.output.ResultsHome;
import dev.stampede.run.ErrorPolicy;
import dev.stampede.run.LoadOptions;
import dev.stampede.run.Mode;
import dev.stampede.run.ReportFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is going to be run.
 *
 * @param site the load test method
 * @param options options; mean nothing when there are problems
 * @param mode how much of it is run; the options have it already
 * @param scenarios scenario methods that are run; empty if the load test is a load itself
 * @param methods methods around the load
 * @param notes to be told to people before the run starts
 * @param sources each setting that was given with where it came from; for the log
 * @param problems what is wrong
 */
record LoadPlan(
        Site site,
        LoadOptions options,
        Mode mode,
        ScenarioMethods scenarios,
        LifecycleMethods methods,
        List<String> notes,
        List<String> sources,
        Problems problems) {

    /**
     * Puts together what options file or method, annotations, configuration parameters, environment and flags say, each over
     * the one before; what is wrong is kept until {@link #check()}. Options that a parameter or a flag names stand over the
     * annotations: a file that is given for a run must not be overruled by the source.
     *
     * @param annotation may come from a meta-annotation
     */
    static LoadPlan of(Site site, LoadTest annotation, Surroundings surroundings) {
        Problems problems = new Problems();
        OtherTestAnnotations.check(site, problems);
        ScenarioMethods scenarios = ScenarioMethods.of(site.type(), problems);
        NamedOptions named = named(site, annotation, surroundings, problems);
        OptionLayer annotations = AnnotationLayer.of(site, annotation, scenarios, problems);
        if (named.atLaunch() && named.layer().get(Setting.SCENARIOS) != null) {
            annotations = annotations.without(Setting.VUS); // which would take the place of the scenarios
        }
        Options options = Options.merge(
                site.loadTest(),
                List.of(
                        named.atLaunch() ? annotations : named.layer(),
                        named.atLaunch() ? named.layer() : annotations,
                        ParameterLayer.read(surroundings.parameters(), surroundings.given(), problems),
                        EnvironmentLayer.read(surroundings.environment(), problems),
                        FlagLayer.read(surroundings.parameters(), problems)),
                problems);
        LoadOptions.Builder builder = named.base().name(name(site, annotation));
        if (!problems.any()) { // what is wrong would be refused here with one exception, before the rest is told
            options.applyTo(builder);
        }
        if (annotation.onError() == OnError.ABORT) {
            builder.onError(ErrorPolicy.ABORT);
        }
        Mode mode = ModeSetting.of(surroundings, ModeSetting.jvmArguments(), problems);
        AttachedSummary.check(surroundings, problems);
        report(options, site, problems);
        LifecycleMethods methods = LifecycleMethods.of(site, problems);
        builder.secrets(SecretParameters.names(site, scenarios, methods, problems))
                .secretSource(SecretParameters.source(surroundings, problems));
        List<String> notes = new ArrayList<>(options.warnings());
        CloudOutputs.Decision decision = CloudOutputs.Decision.NONE;
        if (mode == Mode.FULL) {
            decision = new CloudOutputs(surroundings).decide(site, options, problems);
            builder.outputs(decision.outputs());
            notes.addAll(decision.notes());
        } else {
            notes.add(site.runName() + " runs in " + mode.name().toLowerCase(Locale.ROOT)
                    + " mode: every scenario once by one virtual user, without outputs.");
        }
        LoadOptions planned = mode.of(builder.build());
        return new LoadPlan(
                site,
                decision.archived()
                        .map(config -> TestArchives.archived(site, planned, config, surroundings.environment()))
                        .orElse(planned),
                mode,
                scenarios,
                methods,
                List.copyOf(notes),
                sources(options),
                problems);
    }

    private static void report(Options options, Site site, Problems problems) {
        Given<String> given = options.get(Setting.REPORT);
        if (given != null
                && !given.value().equals("false")
                && ResultsHome.find().isEmpty()) {
            problems.add(
                    site.loadTest(),
                    ReportFile.MISSING + ", given as " + given.quote(Setting.REPORT.key()),
                    ReportFile.REMEDY);
        }
    }

    private static NamedOptions named(Site site, LoadTest annotation, Surroundings surroundings, Problems problems) {
        Given<String> atLaunch = surroundings.find("options", null);
        if (atLaunch != null) {
            return NamedOptions.of(site, atLaunch.value(), atLaunch.source(), true, problems);
        }
        return annotation.options().isEmpty()
                ? NamedOptions.none(site.runName())
                : NamedOptions.of(site, annotation.options(), site.loadTest(), false, problems);
    }

    private static String name(Site site, LoadTest annotation) {
        return site.withArguments(annotation.value().isBlank() ? site.runName() : annotation.value());
    }

    private static List<String> sources(Options options) {
        List<String> lines = new ArrayList<>(options.sources());
        options.ignored().forEach(ignored -> lines.add(ignored + " has no influence here"));
        return List.copyOf(lines);
    }

    /** Most virtual users there may be at one time. */
    int maxVus() {
        return ExecutionPlan.of(options.scenarios(), options.share()).maxVus();
    }

    /** @throws ConfigException naming everything that is wrong */
    void check() {
        problems.throwIfAny();
    }
}
