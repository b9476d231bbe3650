package dev.stampede.output.cloud.traces;

import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
import dev.stampede.output.cloud.config.ConfigChecks;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where traced requests are told: a host with a port, by TLS. {@code http://} before it means without TLS, for a service
 * on this machine only. Pure functions.
 */
final class TracesHost {
    private TracesHost() {}

    /** The host's URL; null when the setting is not one. */
    private static @Nullable HttpUrl parse(String host) {
        HttpUrl url = HttpUrl.parse(host.contains("://") ? host : "https://" + host);
        if (url == null || !url.encodedPath().equals("/") || url.query() != null || url.fragment() != null) {
            return null;
        }
        return url.isHttps() || ConfigChecks.isLoopback(host) ? url : null;
    }

    /**
     * The URL to call; empty when nothing is to be told. So it is when runs go to a host of one's own and nobody said
     * where traces go: the default then is somebody else's.
     */
    static Optional<HttpUrl> of(CloudConfig config) {
        return isElsewhere(config) || !config.flag(CloudSetting.TRACES_ENABLED).orElse(true)
                ? Optional.empty()
                : Optional.ofNullable(parse(host(config)));
    }

    private static boolean isElsewhere(CloudConfig config) {
        CloudConfig standard = CloudConfig.builder().build();
        return host(config).equals(host(standard)) && !config.host().equals(standard.host());
    }

    private static String host(CloudConfig config) {
        return config.text(CloudSetting.TRACES_HOST).orElse("");
    }

    /** What is wrong with the setting, in the form of {@link CloudConfig#problems}. */
    static List<String> problems(CloudConfig config) {
        return parse(host(config)) != null
                ? List.of()
                : List.of(
                        TraceSettings.problem(
                                "the traces host must be a host and a port but is '" + host(config) + "'",
                                config,
                                CloudSetting.TRACES_HOST,
                                "Use such as traces.example.com:443; http://localhost:4317, without TLS, only on this machine."));
    }
}
