package dev.stampede.output.cloud.runs;

import dev.stampede.clock.Durations;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.config.CloudConfig;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Reads of replies what a run is called and where its parts go. Pure functions. */
final class Targets {
    static final String LOGS_LEVEL = "info";
    static final long LOGS_LIMIT = 100;
    static final Duration LOGS_PUSH_PERIOD = Duration.ofSeconds(1);
    static final long LOGS_MESSAGE_MAX_SIZE = 1000;
    static final Set<String> LOGS_ALLOWED_LABELS = Set.of("level", "test_run_id");

    /** What can be a part of a URL's path as it is. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    private Targets() {}

    /** An id; empty if it is none. */
    static Optional<String> id(@Nullable Object value) {
        return Optional.of(Json.text(value)).filter(text -> ID.matcher(text).matches());
    }

    /** The page that shows a run, where the service has not named it. */
    static String page(CloudConfig settings, String id) {
        String base = settings.webAppUrl();
        return settings.testRunDetails()
                .orElse((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/runs/" + id);
    }

    /** Where secrets are looked up with a run's token; empty where nothing of use is said of it. */
    static Optional<OpenedRun.SecretsTarget> secrets(@Nullable Object config, @Nullable Object token) {
        Map<String, Object> fields = Json.object(config);
        String secret = Json.text(token);
        String endpoint = fields == null ? "" : Json.text(fields.get("endpoint"));
        return fields == null || !RunToken.isToken(secret) || HttpUrl.parse(endpoint.replace("{key}", "key")) == null
                ? Optional.empty()
                : Optional.of(new OpenedRun.SecretsTarget(
                        endpoint, "Bearer " + secret, Json.text(fields.get("response_path"))));
    }

    /** Where logs are pushed with a run's token; empty where nothing of use is said of it. */
    static Optional<OpenedRun.LogsTarget> logs(@Nullable Object config, RunToken token) {
        Map<String, Object> fields = Json.object(config);
        HttpUrl url = fields == null ? null : HttpUrl.parse(Json.text(fields.get("push_url")));
        if (fields == null || url == null) {
            return Optional.empty();
        }
        Set<String> labels = new LinkedHashSet<>();
        Json.list(fields.get("allowed_labels")).forEach(label -> labels.add(Json.text(label)));
        String level = Json.text(fields.get("level"));
        return Optional.of(new OpenedRun.LogsTarget(
                url,
                token.authorization(),
                level.isEmpty() ? LOGS_LEVEL : level,
                positive(fields.get("limit"), LOGS_LIMIT),
                period(Json.text(fields.get("push_period_seconds"))),
                positive(fields.get("message_max_size"), LOGS_MESSAGE_MAX_SIZE),
                fields.containsKey("allowed_labels") ? labels : LOGS_ALLOWED_LABELS));
    }

    private static long positive(@Nullable Object value, long otherwise) {
        try {
            long number = Long.parseLong(Json.text(value));
            return number > 0 ? number : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static Duration period(String text) {
        try {
            Duration period = Durations.parse(text);
            return period.isPositive() ? period : LOGS_PUSH_PERIOD;
        } catch (IllegalArgumentException e) {
            return LOGS_PUSH_PERIOD;
        }
    }
}
