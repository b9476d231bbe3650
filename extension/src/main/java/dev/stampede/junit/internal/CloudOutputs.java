package dev.stampede.junit.internal;

import dev.stampede.ConfigException;
import dev.stampede.junit.CloudOutput;
import dev.stampede.options.Given;
import dev.stampede.options.Options;
import dev.stampede.options.Problems;
import dev.stampede.options.Setting;
import dev.stampede.output.Output;
import dev.stampede.output.ResultsHome;
import dev.stampede.output.cloud.CloudStream;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import dev.stampede.output.cloud.login.ConfigFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Whether a load test streams to the cloud, and with which settings: what login has left in k6's config file, over it the options'
 * {@code cloud}, the nearest {@link CloudOutput}, JUnit's configuration parameters, the environment. Where there is no annotation,
 * {@code stampede.out=cloud} or {@code K6_OUT=cloud} ask for the cloud too. Without a token, and unless a host is named, the results service
 * takes its place if it is on the class path. Reads that file, as the environment tells where it is, and nothing else that is not given.
 */
final class CloudOutputs {
    private static final String VARIABLE = "K6_OUT";
    private static final String CLOUD = "cloud";

    private final Surroundings surroundings;
    private final Supplier<Optional<ResultsHome>> homes;

    CloudOutputs(Surroundings surroundings) {
        this(surroundings, ResultsHome::find);
    }

    /** @param homes where runs go that have no cloud, if it is there */
    CloudOutputs(Surroundings surroundings, Supplier<Optional<ResultsHome>> homes) {
        this.surroundings = surroundings;
        this.homes = homes;
    }

    /**
     * What was decided.
     *
     * @param outputs to be given to the run
     * @param notes to be told to people before it starts
     * @param archived settings of the cloud if it gets an archive of the test
     */
    record Decision(List<Output> outputs, List<String> notes, Optional<CloudConfig> archived) {
        static final Decision NONE = new Decision(List.of(), List.of(), Optional.empty());
    }

    /**
     * Decides; what is wrong is added to the problems.
     *
     * @param options may hold settings of the cloud, from an options file
     */
    Decision decide(Site site, Options options, Problems problems) {
        boolean asked = isAskedFor(problems);
        Declared declared = nearest(site);
        if (declared == null && !asked) {
            return Decision.NONE;
        }
        CloudConfig.Builder builder = CloudConfig.builder();
        loggedIn(builder, problems);
        Given<Map<String, Object>> fromFile = options.get(Setting.CLOUD);
        if (fromFile != null) {
            builder.options(texts(fromFile.value()), fromFile.source());
        }
        if (declared != null) {
            builder.apply(declared.settings(), key -> declared.where());
        }
        CloudConfig config = builder.parameters(surroundings.parameters())
                .environment(surroundings.environment())
                .build();
        boolean reachable = config.token().isPresent() || config.isLoopback();
        Optional<ResultsHome> home = reachable ? Optional.empty() : homeOf(config);
        if (home.isPresent()) {
            return locally(named(site, config), home.get(), problems);
        }
        if (declared != null && declared.annotation().optional() && !asked && !reachable) {
            String note = site.runName() + " runs without the cloud: no token (K6_CLOUD_TOKEN) is set, and "
                    + declared.where() + " is optional.";
            return new Decision(List.of(), List.of(note), Optional.empty());
        }
        problems.addAll(config.problems());
        CloudConfig named = named(site, config);
        return new Decision(
                List.of(new CloudStream(named)), List.of(), Optional.of(named).filter(one -> !one.noArchiveUpload()));
    }

    /** Only for who has not said where else the run belongs. */
    private Optional<ResultsHome> homeOf(CloudConfig config) {
        boolean elsewhere = Stream.of(CloudSetting.HOST, CloudSetting.HOST_V6, CloudSetting.PUSH_REF_ID)
                .anyMatch(setting -> config.source(setting.key())
                        .filter(source -> !source.equals("default"))
                        .isPresent());
        return elsewhere ? Optional.empty() : homes.get();
    }

    private static Decision locally(CloudConfig config, ResultsHome home, Problems problems) {
        LocalResults results = new LocalResults(config, home);
        problems.addAll(results.settings().problems());
        return new Decision(
                List.of(new CloudStream(results.settings(), results)),
                List.of(),
                Optional.of(results.settings()).filter(one -> !one.noArchiveUpload()));
    }

    /** What login has left in k6's config file. */
    private void loggedIn(CloudConfig.Builder builder, Problems problems) {
        try {
            ConfigFile file = ConfigFile.ofThisMachine(surroundings.environment());
            builder.file(file.cloud(), file.source());
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
    }

    /** Each set of the class's arguments has a run, and each needs a name of its own. */
    private static CloudConfig named(Site site, CloudConfig config) {
        return config.name()
                .filter(name -> !site.withArguments(name).equals(name))
                .map(name -> config.toBuilder()
                        .apply(
                                Map.of("name", site.withArguments(name)),
                                key -> "its source and the arguments of "
                                        + site.type().getSimpleName())
                        .build())
                .orElse(config);
    }

    private static Map<String, String> texts(Map<String, Object> cloud) {
        Map<String, String> texts = new HashMap<>();
        cloud.forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return texts;
    }

    /** Whether the list of outputs, such as {@code cloud}, names it. (k6: option {@code out}.) */
    private boolean isAskedFor(Problems problems) {
        Given<String> list = surroundings.find("out", VARIABLE);
        if (list == null) {
            return false;
        }
        boolean asked = false;
        for (String entry : list.value().split(",", -1)) {
            String type = entry.strip().split("=", 2)[0];
            if (type.equals(CLOUD)) {
                asked = true;
            } else {
                problems.add(
                        list.source(),
                        "invalid output type '" + type + "', available types are: " + CLOUD,
                        "Correct it, or remove it to stream only where @CloudOutput says so.");
            }
        }
        return asked;
    }

    private static @Nullable Declared nearest(Site site) {
        CloudOutput onMethod = AnnotationSupport.findAnnotation(site.method(), CloudOutput.class)
                .orElse(null);
        if (onMethod != null) {
            return new Declared(onMethod, "@CloudOutput on " + site.runName() + "()");
        }
        for (Class<?> type : site.typesOutermostFirst().reversed()) {
            CloudOutput onType =
                    AnnotationSupport.findAnnotation(type, CloudOutput.class).orElse(null);
            if (onType != null) {
                return new Declared(onType, "@CloudOutput on " + type.getSimpleName());
            }
        }
        return null;
    }

    /** An annotation, and where it stands. */
    private record Declared(CloudOutput annotation, String where) {

        /** By their JSON keys; empty ones and project 0 count as not given. */
        Map<String, String> settings() {
            return Map.of(
                    "name",
                    annotation.name(),
                    "projectID",
                    Long.toString(annotation.projectId()),
                    "host",
                    annotation.host(),
                    "noArchiveUpload",
                    annotation.archiveUpload() ? "" : "true");
        }
    }
}
