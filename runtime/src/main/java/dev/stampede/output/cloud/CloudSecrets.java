package dev.stampede.output.cloud;

import dev.stampede.output.SecretSource;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.api.Reply;
import dev.stampede.output.cloud.runs.OpenedRun.SecretsTarget;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The secrets that are kept in the cloud. Thread-safe. (k6: {@code internal/secretsource/url}.) */
final class CloudSecrets implements SecretSource {
    private static final Pattern DOT = Pattern.compile("\\.");

    private final SecretsTarget target;
    private final ApiClient client;

    CloudSecrets(SecretsTarget target, ApiClient client) {
        this.target = target;
        this.client = client;
    }

    @Override
    public String describe() {
        return "the secrets of Grafana Cloud k6";
    }

    @Override
    public String secret(String name) throws IOException {
        String key = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        HttpUrl url = HttpUrl.parse(target.endpoint().replace("{key}", key));
        if (url == null) {
            throw new IOException("the endpoint that the cloud has given is no URL");
        }
        return switch (client.send(ApiRequest.get(url).authorized(target.authorization()))) {
            case Reply.Accepted accepted -> value(accepted.body());
            case Reply.Refused refused ->
                throw new IOException(refused.status() == 404 ? "there is no secret of this name" : refused.text());
            case Reply.Unanswered unanswered ->
                throw new IOException("no answer: " + unanswered.cause().getMessage(), unanswered.cause());
        };
    }

    /** Where the path leads; what is there is never told. */
    private String value(String reply) throws IOException {
        @Nullable Object found = Json.object(reply);
        for (String name : DOT.split(target.responsePath(), -1)) {
            Map<String, Object> object = Json.object(found);
            found = object == null ? null : object.get(name);
        }
        String value = Json.text(found);
        if (value.isEmpty()) {
            throw new IOException("the reply has no text at '" + target.responsePath() + "'");
        }
        return value;
    }
}
