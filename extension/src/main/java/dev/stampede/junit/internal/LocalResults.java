package dev.stampede.junit.internal;

import dev.stampede.ConfigException;
import dev.stampede.output.KeptFolder;
import dev.stampede.output.ResultsHome;
import dev.stampede.output.RunDescription;
import dev.stampede.output.cloud.ServiceOnDemand;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.run.OpenRuns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results service of this process, for a load test that has no cloud: one for each folder, which begins with the first run that
 * needs it, and ends with the process, when its last run is closed. Thread-safe.
 */
final class LocalResults implements ServiceOnDemand {
    private static final System.Logger logger = System.getLogger(LocalResults.class.getName());

    /** Below the folder for what is kept on disk. */
    private static final String RESULTS = "results";

    private static final String SOURCE = "the results service on the class path";
    /** Only to have settings that can be looked at before it is there. */
    private static final String SOMEWHERE = "http://127.0.0.1";

    /** Known to the service: any would do. */
    private static final String STACK = "1";

    private static final String PROJECT = "1";

    private static final Services SERVICES = new Services();

    private final CloudConfig config;
    private final ResultsHome home;
    private volatile @Nullable Path kept;

    /** @param config settings of the cloud, as they were given */
    LocalResults(CloudConfig config, ResultsHome home) {
        this.config = config;
        this.home = home;
    }

    /** The settings of the stream, but for where it leads. */
    CloudConfig settings() {
        return to(SOMEWHERE, "");
    }

    /** Runs are provisioned: the service then gets logs and archive, too. */
    private CloudConfig to(String url, String token) {
        Map<String, String> settings = new HashMap<>();
        settings.put("host", url);
        settings.put("hostv6", url);
        settings.put("token", token);
        settings.put("stackID", STACK);
        if (config.projectId() <= 0) {
            settings.put("projectID", PROJECT);
        }
        return config.toBuilder().apply(settings, key -> SOURCE).build();
    }

    @Override
    public String describe() {
        return RESULTS;
    }

    @Override
    public CloudConfig ready(RunDescription run) {
        Path folder = run.folder().resolve(RESULTS);
        try {
            KeptFolder.make(run.folder());
            ResultsHome.Service service =
                    SERVICES.of(home, folder.toAbsolutePath().normalize());
            kept = folder;
            return to(service.url(), service.token());
        } catch (IOException e) {
            throw new ConfigException(List.of("The run cannot be kept in " + folder + ": " + e.getMessage()
                    + "\nSet another folder (STAMPEDE_FOLDER), or the token of the cloud (K6_CLOUD_TOKEN)."));
        }
    }

    @Override
    public List<String> report() {
        Path folder = kept;
        return folder == null
                ? List.of()
                : List.of("to see it again when this process is gone: java -jar stampede-results.jar serve --data "
                        + quoted(folder.toAbsolutePath().normalize().toString()));
    }

    /** For a shell. */
    private static String quoted(String path) {
        return path.matches("[\\w./\\\\:-]+") ? path : '"' + path + '"';
    }

    /** Those that are open. */
    private static final class Services {
        private final Map<Path, ResultsHome.Service> open = new HashMap<>();
        private boolean hooked;

        synchronized ResultsHome.Service of(ResultsHome home, Path folder) throws IOException {
            ResultsHome.Service service = open.get(folder);
            if (service == null) {
                service = home.open(folder);
                open.put(folder, service);
            }
            if (!hooked) {
                hooked = true;
                closeAtEnd();
            }
            return service;
        }

        private void closeAtEnd() {
            try {
                Runtime.getRuntime().addShutdownHook(new Thread(this::closeWhenRunsAre, "stampede-results-close"));
            } catch (IllegalStateException e) { // the process is ending already; what was taken is on disk
                logger.log(System.Logger.Level.DEBUG, "the results service is not closed", e);
            }
        }

        /** Hooks run side by side: runs must be able to say how they ended. */
        private void closeWhenRunsAre() {
            OpenRuns.goDown(OpenRuns.TOLD_TO_END);
            boolean unused = OpenRuns.awaitEnd();
            closeAll();
        }

        private synchronized void closeAll() {
            for (ResultsHome.Service service : open.values()) {
                try {
                    service.close();
                } catch (IOException | RuntimeException e) {
                    logger.log(System.Logger.Level.WARNING, "The results service could not be closed.", e);
                }
            }
            open.clear();
        }
    }
}
