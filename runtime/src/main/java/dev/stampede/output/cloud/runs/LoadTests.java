package dev.stampede.output.cloud.runs;

import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.api.Reply;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Finds the project and the load test that a provisioned run belongs to. (k6: {@code internal/cloudapi/v6/api.go}.) */
final class LoadTests {
    private static final System.Logger logger = System.getLogger(LoadTests.class.getName());

    private static final String STEP = "create or find load test: ";
    private static final int CONFLICT = 409;
    private static final int MOST_PAGES = 100;

    private final CloudConfig config;
    private final ProvisioningApi api;

    LoadTests(CloudConfig config, ProvisioningApi api) {
        this.config = config;
        this.api = api;
    }

    /**
     * The id of the load test with this name, which is made where there is none.
     *
     * @throws dev.stampede.ConfigException if it cannot be had
     */
    String id(String name, ApiClient.Deadline deadline) {
        HttpUrl tests = api.url("cloud/v6/projects")
                .addPathSegment(project(deadline))
                .addPathSegment("load_tests")
                .build();
        Reply reply = api.asking()
                .send(api.request(ApiRequest.form(tests, "name", name).withoutKey()), deadline);
        if (reply instanceof Reply.Refused refused && refused.status() == CONFLICT) {
            HttpUrl named = tests.newBuilder().addQueryParameter("name", name).build();
            Map<String, Object> found = find(named, test -> name.equals(Json.text(test.get("name"))), STEP, deadline);
            if (found == null) {
                throw Asking.failure(STEP + "a load test '" + name + "' is said to be there, but is not in the list of "
                        + tests + "\nTry again, or give the run another name with K6_CLOUD_NAME.");
            }
            return id(found, named);
        }
        return id(
                Optional.ofNullable(Json.object(api.asking().accepted(reply, STEP)))
                        .orElse(Map.of()),
                tests);
    }

    private String id(Map<String, Object> test, HttpUrl url) {
        return Targets.id(test.get("id"))
                .orElseThrow(() -> api.asking().unusable(STEP, url, "has no id of a load test"));
    }

    private String project(ApiClient.Deadline deadline) {
        OptionalLong known = config.projectOrDefault();
        if (known.isPresent()) {
            config.defaultProjectNote().ifPresent(note -> logger.log(System.Logger.Level.WARNING, note));
            return Long.toString(known.getAsLong());
        }
        String project = defaultProject(deadline);
        String stack = config.text(CloudSetting.STACK_URL).orElse("stack-" + api.stackId());
        logger.log(
                System.Logger.Level.WARNING,
                "No projectID specified, using default project of the " + stack + " stack");
        return project;
    }

    private String defaultProject(ApiClient.Deadline deadline) {
        HttpUrl projects = api.url("cloud/v6/projects").build();
        Map<String, Object> found =
                find(projects, project -> Boolean.TRUE.equals(project.get("is_default")), "find project: ", deadline);
        return Optional.ofNullable(found)
                .flatMap(project -> Targets.id(project.get("id")))
                .orElseThrow(() -> Asking.failure(
                        "default stack configured but the default project ID is not available - please run `k6 cloud"
                                + " login` to refresh your configuration\nOr set K6_CLOUD_PROJECT_ID to the project that"
                                + " the run shall belong to."));
    }

    /** The first in a list, page by page; the token goes to no other host that a page may name. Null when there is none. */
    private @Nullable Map<String, Object> find(
            HttpUrl first, Predicate<Map<String, Object>> wanted, String step, ApiClient.Deadline deadline) {
        HttpUrl url = first;
        for (int page = 0; page < MOST_PAGES; page++) {
            Map<String, Object> reply = api.asking().object(api.request(ApiRequest.get(url)), deadline, step);
            for (Object entry : Json.list(reply.get("value"))) {
                Map<String, Object> object = Json.object(entry);
                if (object != null && wanted.test(object)) {
                    return object;
                }
            }
            String link = Json.text(reply.get("@nextLink"));
            HttpUrl next = link.isEmpty() ? null : url.resolve(link);
            if (next == null) {
                return null;
            }
            if (!isSameHost(first, next)) {
                throw api.asking().unusable(step, first, "goes on at another host, " + next.host());
            }
            url = next;
        }
        throw api.asking().unusable(step, first, "has no end after " + MOST_PAGES + " pages");
    }

    private static boolean isSameHost(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme()) && one.host().equals(other.host()) && one.port() == other.port();
    }
}
