package dev.stampede.output.cloud.traces;

import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import java.time.Duration;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * How the cloud is told of traced requests. Immutable.
 *
 * @param host where the service is
 * @param testRunId run that the requests belong to
 * @param token access token; null for none
 * @param pushInterval from one push to the next
 * @param pushConcurrency most calls at one time
 */
public record TraceSettings(
        HttpUrl host, long testRunId, @Nullable String token, Duration pushInterval, int pushConcurrency) {
    private static final int MOST_THREADS = 64;

    /** For a run that is open; empty when the cloud is not to be told, or the run's id is no number. */
    public static Optional<TraceSettings> of(String testRunId, CloudConfig config) {
        if (!testRunId.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return TracesHost.of(config)
                .map(host -> new TraceSettings(
                        host, Long.parseLong(testRunId), config.token().orElse(null), interval(config), (int)
                                Math.min(concurrency(config), MOST_THREADS)));
    }

    private static Duration interval(CloudConfig config) {
        return config.duration(CloudSetting.TRACES_PUSH_INTERVAL).orElse(Duration.ofSeconds(1));
    }

    private static long concurrency(CloudConfig config) {
        return config.number(CloudSetting.TRACES_PUSH_CONCURRENCY).orElse(1L);
    }
}
