package dev.stampede.output.cloud.runs;

import dev.stampede.ConfigException;
import dev.stampede.metrics.Printable;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.api.Reply;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import dev.stampede.output.cloud.config.ConfigChecks;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * Asks the service while a run is being opened: what is no answer of use is an error that says what was wrong and what to
 * check. Thread-safe.
 */
final class Asking {
    private final ApiClient client;
    private final CloudConfig config;
    private final CloudSetting host;

    /** @param host setting of the host that is asked: {@link CloudSetting#HOST} or {@link CloudSetting#HOST_V6} */
    Asking(ApiClient client, CloudConfig config, CloudSetting host) {
        this.client = client;
        this.config = config;
        this.host = host;
    }

    /** {@link #object(ApiRequest, ApiClient.Deadline, String, String)} where there are no other words for a useless reply. */
    Map<String, Object> object(ApiRequest request, ApiClient.Deadline deadline, String step) {
        return object(request, deadline, step, step);
    }

    /**
     * The object that the service answers.
     *
     * @param step what it is for, before errors: such as {@code start local execution: }; may be empty
     * @param unusable the same before what is wrong with a reply
     * @throws ConfigException if there is none
     */
    Map<String, Object> object(ApiRequest request, ApiClient.Deadline deadline, String step, String unusable) {
        String body = accepted(send(request, deadline), step);
        Map<String, Object> object = Json.object(body);
        if (object == null) {
            throw unusable(unusable, request.url(), body.isEmpty() ? "is empty" : "is no JSON object");
        }
        return object;
    }

    /** The reply, whatever it is. */
    Reply send(ApiRequest request, ApiClient.Deadline deadline) {
        return client.send(request, deadline, () -> {});
    }

    /** Body of a reply. */
    String accepted(Reply reply, String step) {
        return switch (reply) {
            case Reply.Accepted accepted -> accepted.body();
            case Reply.Refused refused ->
                throw failure(step + Printable.lines(refused.text()) + "\n" + advice(refused));
            case Reply.Unanswered unanswered ->
                throw failure(step + hostForPeople() + " cannot be reached: " + unanswered.cause()
                        + "\nCheck that the service is up and that network and proxies let this machine through; the"
                        + " host is from " + config.source(host) + ".");
        };
    }

    /** The reply of a URL is none that can be used. */
    ConfigException unusable(String step, HttpUrl url, String what) {
        return failure(step + "the reply of " + Printable.withoutUserInfo(url.toString()) + " " + what + "\nCheck that "
                + hostForPeople() + ", from " + config.source(host) + ", is " + kindOfHost() + ".");
    }

    static ConfigException failure(String text) {
        return new ConfigException(ConfigChecks.CREATE + text);
    }

    private String hostForPeople() {
        return Printable.withoutUserInfo(config.text(host).orElse(""));
    }

    private String kindOfHost() {
        return host == CloudSetting.HOST ? "the service's ingest host" : "the service's API host";
    }

    private String advice(Reply.Refused refused) {
        return switch (refused.status()) {
            case 401 ->
                config.token().isPresent()
                        ? "Check the access token, which is from " + config.source(CloudSetting.TOKEN) + "."
                        : "Set K6_CLOUD_TOKEN: " + hostForPeople() + " wants an access token.";
            case 403 -> config.token().isPresent() ? mayRunTests() : "No access token is set: set K6_CLOUD_TOKEN.";
            case 404 ->
                "Check that " + hostForPeople() + ", from " + config.source(host) + ", is " + kindOfHost() + ".";
            default ->
                refused.mayPass()
                        ? "The service is at fault or busy; three attempts were made."
                        : "The service refused the run as it is described.";
        };
    }

    private String mayRunTests() {
        return "Check that the access token, from " + config.source(CloudSetting.TOKEN) + ", may run tests in "
                + (config.projectId() > 0
                        ? "project " + config.projectId() + ", from " + config.source(CloudSetting.PROJECT_ID) + "."
                        : "the default project.");
    }
}
