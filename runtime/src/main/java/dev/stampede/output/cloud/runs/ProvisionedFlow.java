package dev.stampede.output.cloud.runs;

import dev.stampede.ConfigException;
import dev.stampede.RunEnding;
import dev.stampede.clock.Clock;
import dev.stampede.metrics.Printable;
import dev.stampede.output.RunDescription;
import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.api.ApiRequest;
import dev.stampede.output.cloud.api.BareUrl;
import dev.stampede.output.cloud.api.GoJson;
import dev.stampede.output.cloud.api.Json;
import dev.stampede.output.cloud.api.Reply;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudOptions;
import dev.stampede.output.cloud.config.CloudSetting;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Opens runs as {@code k6 cloud run --local-execution} does: in a stack, each of a load test that the service knows by name,
 * with a token of its own. (k6: {@code internal/cloudapi/provisioning}.)
 */
final class ProvisionedFlow implements Flow {
    private static final System.Logger logger = System.getLogger(ProvisionedFlow.class.getName());

    /** Says our own results service, and no other. */
    private static final String TAKES_VERDICT = "takes_verdict";

    private static final String STEP = "start local execution: ";
    private static final String NO_ID = STEP + "failed to get a reference ID: ";

    /** What the service tunes, by its words: our settings. */
    private static final Map<String, String> TUNING = Map.of(
            "push_interval", CloudSetting.METRIC_PUSH_INTERVAL.key(),
            "push_concurrency", CloudSetting.METRIC_PUSH_CONCURRENCY.key(),
            "aggregation_period", CloudSetting.AGGREGATION_PERIOD.key(),
            "aggregation_wait_period", CloudSetting.AGGREGATION_WAIT_PERIOD.key(),
            "max_samples_per_package", CloudSetting.MAX_TIME_SERIES_IN_BATCH.key());

    private final CloudConfig config;
    private final ApiClient client;
    private final Clock clock;
    private final HttpUrl host;
    private final ProvisioningApi api;

    ProvisionedFlow(CloudConfig config, ApiClient client, Clock clock) {
        this.config = config;
        this.client = client;
        this.clock = clock;
        host = HttpUrl.get(config.hostV6());
        String authorization = config.token().map(token -> "Bearer " + token).orElse(null);
        String stackId = config.stackId().map(String::valueOf).orElse("");
        api = new ProvisioningApi(new Asking(client, config, CloudSetting.HOST_V6), host, stackId, authorization);
    }

    @Override
    public String hostForPeople() {
        return Printable.withoutUserInfo(config.hostV6());
    }

    @Override
    public Begun begin(RunDescription run, ApiClient.Deadline deadline) {
        String loadTest = new LoadTests(config, api).id(config.name().orElse(run.name()), deadline);
        Optional<ArchiveFile> archive = ArchiveFile.of(run);
        try {
            HttpUrl url = api.url("provisioning/v1/load_tests")
                    .addPathSegment(loadTest)
                    .addPathSegment("start_local_execution")
                    .build();
            ApiRequest start = ApiRequest.json(url, body(run, archive));
            Map<String, Object> reply = api.asking().object(api.request(start), deadline, STEP, NO_ID);
            return begun(reply, url, archive);
        } catch (RuntimeException e) {
            archive.ifPresent(ArchiveFile::close);
            throw e;
        }
    }

    private byte[] body(RunDescription run, Optional<ArchiveFile> archive) {
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put("archive_size", archive.map(ArchiveFile::size).orElse(null));
        body.put("max_vus", run.maxVus());
        body.put("options", CloudOptions.filledIn(run.options(), config, run.name()));
        body.put("total_duration", run.duration().toSeconds());
        return GoJson.line(body);
    }

    /** From the id and the token on the run is open: when there is something wrong with the rest of the reply, it is closed. */
    private Begun begun(Map<String, Object> reply, HttpUrl url, Optional<ArchiveFile> archive) {
        String id = Targets.id(reply.get("test_run_id"))
                .orElseThrow(() -> api.asking()
                        .unusable(
                                NO_ID,
                                url,
                                reply.containsKey("test_run_id")
                                        ? "has a test_run_id that is none"
                                        : "has no test_run_id"));
        Map<String, Object> runtime =
                Optional.ofNullable(Json.object(reply.get("runtime_config"))).orElse(Map.of());
        Map<String, Object> metrics =
                Optional.ofNullable(Json.object(runtime.get("metrics"))).orElse(Map.of());
        String secret = Json.text(runtime.get("test_run_token"));
        if (!RunToken.isToken(secret)) {
            throw api.asking().unusable(STEP, url, "has no test_run_token that can be used");
        }
        HttpUrl push = HttpUrl.parse(Json.text(metrics.get("push_url")));
        RunToken token = new RunToken(secret, BareUrl.of(host).toString(), String.valueOf(push));
        boolean verdict = Boolean.TRUE.equals(reply.get(TAKES_VERDICT));
        CloseRequest close = new ProvisionedClose(host, id, api.stackId(), token, verdict);
        if (push == null) {
            ConfigException unusable = api.asking().unusable(STEP, url, "has no push_url for metrics that can be used");
            closeAtOnce(id, close);
            throw unusable;
        }
        CloudConfig settings = ServiceSettings.tuned(config, tuning(metrics));
        String page = Json.text(reply.get("test_run_details_page_url"));
        OpenedRun run = new OpenedRun(
                id,
                settings,
                page.isEmpty() ? Targets.page(settings, id) : Printable.line(page),
                new OpenedRun.MetricsTarget(push, token.authorization(), false),
                Targets.logs(runtime.get("logs"), token),
                Targets.secrets(runtime.get("secrets"), secret),
                List.of());
        return new Begun(
                run,
                Optional.of(new Begun.Ours(
                        close, FlowKind.PROVISIONED, config.hostV6(), api.stackId(), Optional.of(token))),
                Optional.of(deadline -> prepare(id, Json.text(reply.get("archive_upload_url")), archive, deadline)));
    }

    private void closeAtOnce(String id, CloseRequest close) {
        String fault = new ClosingCall(close, client, clock, hostForPeople(), Optional.empty())
                .make(new RunOutcome(RunEnding.ABORTED_BY_SYSTEM, List.of()));
        if (!fault.isEmpty()) {
            logger.log(System.Logger.Level.WARNING, "The run " + id + " stays open in the cloud: " + fault);
        }
    }

    private static Map<String, String> tuning(Map<String, Object> metrics) {
        Map<String, String> tuning = new LinkedHashMap<>();
        TUNING.forEach((theirs, ours) -> {
            String value = Json.text(metrics.get(theirs));
            if (!value.isEmpty()) {
                tuning.put(ours, value);
            }
        });
        return tuning;
    }

    private void prepare(String id, String uploadUrl, Optional<ArchiveFile> archive, ApiClient.Deadline deadline)
            throws InterruptedException {
        if (archive.isPresent()) {
            try (ArchiveFile file = archive.get()) {
                upload(file, uploadUrl, deadline);
            }
        }
        new Readiness(api, clock).await(id, deadline);
    }

    /** To a URL that is signed: it gets neither token nor anything else of the service's calls. */
    private void upload(ArchiveFile archive, String uploadUrl, ApiClient.Deadline deadline) {
        if (uploadUrl.isEmpty()) {
            logger.log(
                    System.Logger.Level.WARNING,
                    "archive present but provisioning API returned no upload URL; skipping archive upload");
            return;
        }
        HttpUrl url = HttpUrl.parse(uploadUrl);
        if (url == null) {
            throw Asking.failure("upload archive: the service's archive_upload_url is no http or https URL"
                    + "\nSet K6_NO_ARCHIVE_UPLOAD=true to run without it.");
        }
        ApiRequest put = ApiRequest.upload(url, archive.path(), "application/x-tar");
        switch (api.asking().send(put, deadline)) {
            case Reply.Accepted accepted -> {}
            case Reply.Refused refused -> throw notUploaded(Printable.lines(refused.text()));
            case Reply.Unanswered unanswered ->
                throw notUploaded(url.host() + " cannot be reached: " + unanswered.cause());
        }
    }

    private static ConfigException notUploaded(String why) {
        return Asking.failure(
                "upload archive: archive upload failed: " + why + "\nSet K6_NO_ARCHIVE_UPLOAD=true to run without it.");
    }
}
