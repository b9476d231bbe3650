package dev.stampede.results.cloud;

import dev.stampede.output.cloud.api.Json;
import dev.stampede.results.http.Multipart;
import dev.stampede.results.http.Request;
import dev.stampede.results.http.Response;
import dev.stampede.results.http.Routes;
import dev.stampede.results.runs.LoadTests;
import dev.stampede.results.runs.LoadTests.LoadTest;
import dev.stampede.results.wire.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What clients look up before they begin a run: whether a token is good, which projects and load tests there are. */
final class Catalog {
    /** Where runs belong that name no project. Any other number is a project, too, as soon as it has a load test. */
    static final long DEFAULT_PROJECT = 1;

    private static final long STACK = 1;

    private final LoadTests loadTests;

    Catalog(LoadTests loadTests) {
        this.loadTests = loadTests;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/cloud/v6/auth", Routes.Access.TOKEN, Catalog::auth)
                .add("POST", "/v1/validate-token", Routes.Access.OPEN, Catalog::validate)
                .add("GET", "/cloud/v6/projects", Routes.Access.TOKEN, this::projects)
                .add("GET", "/cloud/v6/projects/{}/load_tests", Routes.Access.TOKEN, this::list)
                .add("POST", "/cloud/v6/projects/{}/load_tests", Routes.Access.TOKEN, this::make);
    }

    private static Response auth(Request request) {
        long stack = Fields.number(request.header("X-Stack-Id"));
        return Response.json(
                200, Map.of("stack_id", stack == 0 ? STACK : stack, "default_project_id", DEFAULT_PROJECT));
    }

    private static Response validate(Request request) throws Refusal, IOException {
        boolean valid = request.isToken(Json.text(request.json().get("token")));
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("is_valid", valid);
        reply.put("message", valid ? "" : "the token is not this service's");
        reply.put("token-info", ""); // k6 reads no answer in which it is no text
        return Response.json(200, reply);
    }

    private Response projects(Request request) {
        TreeSet<Long> ids = new TreeSet<>(List.of(DEFAULT_PROJECT));
        loadTests.all().forEach(test -> ids.add(test.project()));
        List<Map<String, @Nullable Object>> projects = new ArrayList<>();
        for (long id : ids) {
            Map<String, @Nullable Object> project = new LinkedHashMap<>();
            project.put("id", id);
            project.put("name", id == DEFAULT_PROJECT ? "Default project" : "Project " + id);
            project.put("is_default", id == DEFAULT_PROJECT);
            project.put("grafana_folder_uid", null);
            project.put("created", time(0));
            project.put("updated", time(0));
            projects.add(project);
        }
        return page(projects);
    }

    private Response list(Request request) throws Refusal {
        long project = project(request);
        String name = request.query("name");
        List<Map<String, @Nullable Object>> tests = loadTests.all().stream()
                .filter(test -> test.project() == project
                        && (name.isEmpty() || test.name().equals(name)))
                .map(Catalog::json)
                .toList();
        return page(tests);
    }

    /** Of a script that comes along nothing is kept: load is not made here. */
    private Response make(Request request) throws Refusal, IOException {
        long project = project(request);
        Map<String, String> fields = Multipart.read(request, (field, content) -> {});
        String name = Fields.name(fields.get("name"));
        LoadTest made = loadTests
                .make(project, name)
                .orElseThrow(() -> new Refusal(409, "there is a load test '" + name + "' in project " + project));
        return Response.json(201, json(made));
    }

    /** There is never a next one. */
    private static Response page(List<Map<String, @Nullable Object>> all) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("value", all);
        page.put("@count", all.size());
        return Response.json(200, page);
    }

    private static long project(Request request) throws Refusal {
        long project = Fields.number(request.hole(0));
        if (project == 0) {
            throw new Refusal(404, "there is no such project");
        }
        return project;
    }

    private static Map<String, @Nullable Object> json(LoadTest test) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", test.id());
        json.put("project_id", test.project());
        json.put("name", test.name());
        json.put("baseline_test_run_id", null);
        json.put("created", time(test.created()));
        json.put("updated", time(test.created()));
        return json;
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
