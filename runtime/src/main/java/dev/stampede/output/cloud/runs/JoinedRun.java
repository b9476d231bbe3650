package dev.stampede.output.cloud.runs;

import dev.stampede.output.RunDescription;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * A run that somebody else has opened, and will close: nothing is asked of the service. Where a push URL and the run's token
 * are given, whoever opened it provisioned it; otherwise it is one of the stream flow. (k6: {@code output/cloud/output.go}.)
 */
final class JoinedRun implements Flow {
    private final CloudConfig config;

    JoinedRun(CloudConfig config) {
        this.config = config;
    }

    @Override
    public String hostForPeople() {
        return config.hostForPeople();
    }

    @Override
    public Begun begin(RunDescription run, ApiClient.Deadline deadline) {
        String id = config.pushRefId().orElseThrow();
        OpenedRun opened =
                new OpenedRun(id, config, Targets.page(config, id), metrics(id), logs(), secrets(), List.of());
        return new Begun(opened, Optional.empty(), Optional.empty());
    }

    private OpenedRun.MetricsTarget metrics(String id) {
        return config.text(CloudSetting.METRICS_PUSH_URL)
                .flatMap(url -> runToken().map(token -> new OpenedRun.MetricsTarget(HttpUrl.get(url), token, false)))
                .orElseGet(() -> new OpenedRun.MetricsTarget(
                        StreamFlow.metrics(HttpUrl.get(config.host()), id), StreamFlow.authorization(config), true));
    }

    private Optional<String> runToken() {
        return config.text(CloudSetting.TEST_RUN_TOKEN).map(token -> "Bearer " + token);
    }

    private Optional<OpenedRun.LogsTarget> logs() {
        return config.text(CloudSetting.LOGS_PUSH_URL)
                .flatMap(url -> runToken()
                        .map(token -> new OpenedRun.LogsTarget(
                                HttpUrl.get(url),
                                token,
                                config.text(CloudSetting.LOGS_LEVEL).orElse(Targets.LOGS_LEVEL),
                                config.number(CloudSetting.LOGS_LIMIT).orElse(Targets.LOGS_LIMIT),
                                config.duration(CloudSetting.LOGS_PUSH_PERIOD).orElse(Targets.LOGS_PUSH_PERIOD),
                                config.number(CloudSetting.LOGS_MESSAGE_MAX_SIZE)
                                        .orElse(Targets.LOGS_MESSAGE_MAX_SIZE),
                                config.text(CloudSetting.LOGS_ALLOWED_LABELS)
                                        .map(JoinedRun::list)
                                        .orElse(Targets.LOGS_ALLOWED_LABELS))));
    }

    private static Set<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<OpenedRun.SecretsTarget> secrets() {
        return config.text(CloudSetting.SECRETS_ENDPOINT)
                .flatMap(endpoint -> config.text(CloudSetting.SECRETS_TOKEN)
                        .map(token -> new OpenedRun.SecretsTarget(
                                endpoint,
                                "Bearer " + token,
                                config.text(CloudSetting.SECRETS_RESPONSE_PATH).orElse(""))));
    }
}
