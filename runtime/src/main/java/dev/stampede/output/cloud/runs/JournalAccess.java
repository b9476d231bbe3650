package dev.stampede.output.cloud.runs;

import dev.stampede.metrics.Printable;
import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import dev.stampede.output.cloud.config.ConfigChecks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What somebody else needs to close a run, or to push to it, that a journal tells of. A journal can be changed by whoever may
 * write to its folder, so it does not decide where a token goes:
 * <ul>
 *   <li>the access token goes to the host of the settings and to this machine
 *   <li>the token of a run, which is kept beside its journal, goes where it was given out for, and only while the journal
 *       says the same
 *   <li>the token of a run in {@code K6_CLOUD_TEST_RUN_TOKEN} wins, and goes to the hosts of the settings, to this machine, and
 *       where the one that is kept may go
 * </ul>
 * Immutable.
 */
public final class JournalAccess {
    private final CloudConfig service;

    /** @param service token and hosts that it is for */
    public JournalAccess(CloudConfig service) {
        this.service = service;
    }

    /**
     * Where metrics of a run are pushed, and with what.
     *
     * @param folder the run's, which its journal is in
     * @throws IOException if no token may be sent there, with a message for people
     */
    public OpenedRun.MetricsTarget metrics(JournalEntry entry, Path folder) throws IOException {
        HttpUrl url = HttpUrl.get(entry.metrics());
        return switch (entry.flow()) {
            case STREAM -> {
                HttpUrl own = StreamFlow.metrics(HttpUrl.get(entry.host()), entry.id());
                String authorization = streamed(entry);
                if (!url.equals(own)) {
                    throw new IOException("its metrics go to " + entry.metrics() + ", which is not where "
                            + entry.host() + " takes them");
                }
                yield new OpenedRun.MetricsTarget(url, authorization, true);
            }
            case PROVISIONED ->
                new OpenedRun.MetricsTarget(
                        url, provisioned(entry, folder, entry.metrics()).authorization(), false);
        };
    }

    /**
     * How a run is closed.
     *
     * @param folder the run's, which its journal is in
     * @throws IOException if no token may be sent there, with a message for people
     */
    CloseRequest close(JournalEntry entry, Path folder) throws IOException {
        HttpUrl host = HttpUrl.get(entry.host());
        return switch (entry.flow()) {
            case STREAM -> new StreamClose(host, entry.id(), streamed(entry));
            case PROVISIONED ->
                new ProvisionedClose(host, entry.id(), entry.stackId(), provisioned(entry, folder, entry.host()));
        };
    }

    /** Whether the access token is wanted for a run, and there is none. */
    boolean lacksToken(JournalEntry entry) {
        return entry.flow() == FlowKind.STREAM
                && service.token().isEmpty()
                && isOfSettings(entry.host())
                && !ConfigChecks.isLoopback(entry.host());
    }

    private @Nullable String streamed(JournalEntry entry) throws IOException {
        if (!isOfSettings(entry.host()) && !ConfigChecks.isLoopback(entry.host())) {
            throw new IOException("it is at " + entry.host() + ", and the token is for " + service.hostForPeople()
                    + ". If that is the service, give --host " + entry.host());
        }
        return StreamFlow.authorization(service);
    }

    /** @param url what it is to be sent to */
    private RunToken provisioned(JournalEntry entry, Path folder, String url) throws IOException {
        Optional<RunToken> kept = RunToken.in(folder).filter(token -> token.isFor(entry));
        Optional<String> given = given(entry);
        if (given.isPresent() && (kept.isPresent() || isOfSettings(url) || ConfigChecks.isLoopback(url))) {
            return new RunToken(given.get(), entry.host(), entry.metrics());
        }
        return kept.orElseThrow(() -> new IOException(
                given.isPresent()
                        ? "it is at " + url + ", and the token is for "
                                + Printable.withoutUserInfo(service.hostV6())
                                + ". If that is the service, set K6_CLOUD_HOST_V6 to " + url
                        : "the token of the run is not with its journal, or is not for " + url
                                + ". Set K6_CLOUD_TEST_RUN_TOKEN to it"));
    }

    /** The setting counts for a run that somebody else has opened, which this one is. */
    private Optional<String> given(JournalEntry entry) {
        return service.toBuilder()
                .apply(Map.of(CloudSetting.PUSH_REF_ID.key(), entry.id()), key -> "its journal")
                .build()
                .text(CloudSetting.TEST_RUN_TOKEN)
                .filter(RunToken::isToken);
    }

    /** Whether a URL is at one of the hosts of the settings; user and password do not make it another. */
    private boolean isOfSettings(String url) {
        return isBelow(url, service.host()) || isBelow(url, service.hostV6());
    }

    private static boolean isBelow(String url, String base) {
        HttpUrl one = HttpUrl.parse(url);
        HttpUrl other = HttpUrl.parse(base);
        return one != null
                && other != null
                && one.scheme().equals(other.scheme())
                && one.host().equals(other.host())
                && one.port() == other.port();
    }
}
