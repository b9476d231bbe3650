package dev.stampede.output.cloud.runs;

import dev.stampede.metrics.Printable;
import dev.stampede.output.cloud.config.CloudConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A run that is open in the cloud, and where its parts go.
 *
 * @param id its id
 * @param settings the settings with what the service wants otherwise
 * @param page where it can be looked at
 * @param metrics where metrics are pushed
 * @param logs where logs are pushed, if they are wanted
 * @param secrets where secrets are looked up, if there are any
 * @param messages what the service has to say: level and text of each
 */
public record OpenedRun(
        String id,
        CloudConfig settings,
        String page,
        MetricsTarget metrics,
        Optional<LogsTarget> logs,
        Optional<SecretsTarget> secrets,
        List<Map.Entry<String, String>> messages) {

    /**
     * Where metrics are pushed.
     *
     * @param authorization header {@code Authorization}; null for none
     * @param idempotent whether pushes carry idempotency keys, as those of the stream flow do
     */
    public record MetricsTarget(HttpUrl url, @Nullable String authorization, boolean idempotent) {
        /** Without the token. */
        @Override
        public String toString() {
            return "metrics at " + url.redact();
        }
    }

    /**
     * Where logs are pushed.
     *
     * @param level lowest level that is wanted, such as {@code info}
     * @param limit most lines in a push period
     * @param pushPeriod from one push to the next
     * @param messageMaxSize most bytes of a line
     * @param allowedLabels fields that may be labels of a stream
     */
    public record LogsTarget(
            HttpUrl url,
            String authorization,
            String level,
            long limit,
            Duration pushPeriod,
            long messageMaxSize,
            Set<String> allowedLabels) {
        /** Without the token. */
        @Override
        public String toString() {
            return "logs at " + url.redact();
        }
    }

    /**
     * Where secrets are looked up.
     *
     * @param endpoint URL with {@code {key}} in place of the secret's name
     * @param responsePath where the secret stands in the reply's JSON
     */
    public record SecretsTarget(String endpoint, String authorization, String responsePath) {
        /** Without the token. */
        @Override
        public String toString() {
            return "secrets at " + Printable.withoutUserInfo(endpoint);
        }
    }
}
