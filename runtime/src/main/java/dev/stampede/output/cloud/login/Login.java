package dev.stampede.output.cloud.login;

import dev.stampede.ConfigException;
import dev.stampede.clock.Clock;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.Connections;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.api.Reply;
import dev.stampede.output.cloud.config.CloudConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Logs in to the service, and keeps the login where k6 keeps it. (k6: {@code internal/cmd/cloud_login.go}.) No token shows in
 * what it says or throws.
 */
public final class Login {
    /** What the login writes, and a reset takes back. */
    private static final List<String> KEYS = List.of("token", "stackURL", "stackID", "defaultProjectID");

    private final ConfigFile file;
    private final Map<String, String> environment;
    private final ApiClient.Pause pause;

    /** A login that is kept in a file. */
    public Login(ConfigFile file, Map<String, String> environment) {
        this(file, environment, Clock.system()::sleepUntil);
    }

    Login(ConfigFile file, Map<String, String> environment, ApiClient.Pause pause) {
        this.file = file;
        this.environment = environment;
        this.pause = pause;
    }

    /** The login did not come about; the message is for people. */
    public static final class FailedException extends Exception {
        private static final long serialVersionUID = 1L;

        FailedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Asks the service whether the token is one of the stack, and keeps both with the stack's number and default project.
     * Waits for the service, three attempts of at most {@code K6_CLOUD_TIMEOUT} each.
     *
     * @param token not empty
     * @param stack URL or slug
     * @throws ConfigException if the file or the settings of the call cannot be used
     * @throws FailedException if a value is empty or no stack, or the service cannot be reached or refuses
     */
    public void logIn(@Nullable String token, @Nullable String stack) throws FailedException {
        String givenToken = required(token, "token");
        String stackUrl = stackUrl(required(stack, "stack"));
        CloudConfig config = config(givenToken);
        Map<String, Object> account = account(config, givenToken, stackUrl);
        Map<String, @Nullable Object> login = new TreeMap<>();
        login.put("token", givenToken);
        login.put("stackURL", stackUrl);
        login.put("stackID", number(account, "stack_id", config));
        login.put("defaultProjectID", number(account, "default_project_id", config));
        store(login);
    }

    private static String required(@Nullable String value, String name) throws FailedException {
        if (value == null || value.isBlank()) {
            throw new FailedException(name + " value is required but it was not passed or is empty", null);
        }
        return value.strip();
    }

    /** Of a URL scheme and host, of a slug the stack's URL; says nothing of a value that may be a token. */
    static String stackUrl(String stack) throws FailedException {
        boolean slug = !stack.matches("(?i)https?://.*");
        String name = stack.endsWith(".grafana.net") ? stack.substring(0, stack.length() - 12) : stack;
        HttpUrl url = slug && !name.matches("[A-Za-z0-9-]+")
                ? null
                : HttpUrl.parse(slug ? "https://" + name + ".grafana.net" : stack);
        if (url == null) {
            throw new FailedException(
                    "the stack is neither a slug such as my-team nor a URL such as https://my-team.grafana.net", null);
        }
        String bare = new HttpUrl.Builder()
                .scheme(url.scheme())
                .host(url.host())
                .port(url.port())
                .build()
                .toString();
        return bare.substring(0, bare.length() - 1);
    }

    /** Where to ask, and for how long: nothing else of the file or the environment may keep one from logging in. */
    private CloudConfig config(String token) {
        Map<String, String> ofFile = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ofFile.putAll(file.cloud());
        ofFile.keySet().retainAll(List.of("hostv6", "timeout"));
        Map<String, String> ofEnvironment = new TreeMap<>(environment);
        ofEnvironment.keySet().retainAll(List.of("K6_CLOUD_HOST_V6", "K6_CLOUD_TIMEOUT"));
        CloudConfig config = CloudConfig.builder()
                .file(ofFile, file.source())
                .environment(ofEnvironment)
                .apply(Map.of("token", token), key -> "what was given")
                .build();
        List<String> problems = config.problems();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    private Map<String, Object> account(CloudConfig config, String token, String stackUrl) throws FailedException {
        HttpUrl url = HttpUrl.get(config.hostV6())
                .newBuilder()
                .addPathSegments("cloud/v6/auth")
                .build();
        Connections connections = Connections.of(environment, System::getProperty);
        try (ApiClient client =
                new ApiClient(connections, "Bearer " + token, config.timeout(), Clock.system(), pause)) {
            return switch (client.send(ApiRequest.get(url).header("X-Stack-Url", stackUrl))) {
                case Reply.Accepted accepted ->
                    Optional.ofNullable(Json.object(accepted.body())).orElse(Map.of());
                case Reply.Refused refused ->
                    throw new FailedException(
                            "could not log in: " + config.masked(refused.text())
                                    + "\nCheck token and stack: is the token one of " + stackUrl + "?",
                            null);
                case Reply.Unanswered unanswered ->
                    throw new FailedException(
                            "could not log in: " + config.masked(config.hostV6()) + " cannot be reached: "
                                    + unanswered.cause()
                                    + "\nCheck that network and proxies let this machine through.",
                            unanswered.cause());
            };
        }
    }

    private static JsonTree.Figure number(Map<String, Object> account, String name, CloudConfig config)
            throws FailedException {
        String text = Json.text(account.get(name));
        if (!text.matches("[1-9]\\d{0,17}")) {
            throw new FailedException(
                    "could not log in: the reply of " + config.masked(config.hostV6()) + " has no " + name
                            + "\nCheck that it is the service's API host.",
                    null);
        }
        return new JsonTree.Figure(text);
    }

    /**
     * Forgets the login; everything else in the file stays.
     *
     * @throws ConfigException if the file cannot be read
     * @throws FailedException if it cannot be written
     */
    public void reset() throws FailedException {
        store(Map.of());
    }

    private void store(Map<String, @Nullable Object> login) throws FailedException {
        Map<String, @Nullable Object> before = file.read();
        Map<String, @Nullable Object> cloud = KnownKeys.cloud(file.cloud(before));
        KEYS.forEach(key -> cloud.put(key, login.get(key)));
        Map<String, @Nullable Object> collectors = new TreeMap<>(file.collectors(before)); // as Go sorts maps
        collectors.put("cloud", cloud);
        Map<String, @Nullable Object> all = KnownKeys.all(before);
        all.put("collectors", collectors);
        try {
            ConfigFileWriter.write(file.path(), JsonTree.write(all), !file.isChosen());
        } catch (IOException e) {
            throw new FailedException("could not write \"" + file.path() + "\": " + e, e);
        }
    }

    /**
     * What is stored, for people: a line each, the token masked.
     *
     * @throws ConfigException if the file cannot be read
     */
    public List<String> show() {
        Map<String, String> cloud = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        cloud.putAll(file.cloud());
        List<String> lines = new ArrayList<>();
        lines.add("token: "
                + Optional.ofNullable(cloud.get("token")).map(CloudConfig::mask).orElse("<not set>"));
        lines.add("stack-id: " + cloud.getOrDefault("stackID", "<not set>"));
        lines.add("stack-url: " + cloud.getOrDefault("stackURL", "<not set>"));
        lines.add("default-project-id: " + cloud.getOrDefault("defaultProjectID", "<not set>"));
        return lines;
    }
}
