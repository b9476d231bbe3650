package dev.stampede.output.cloud.traces;

import dev.stampede.output.cloud.config.CloudConfig;
import dev.stampede.output.cloud.config.CloudSetting;
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
        return HttpUrl.parse(host.contains("://") ? host : "https://" + host);
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
        boolean elsewhere = config.isProvisioned()
                ? !config.hostV6().equals(standard.hostV6())
                : !config.host().equals(standard.host());
        return elsewhere && host(config).equals(host(standard));
    }

    private static String host(CloudConfig config) {
        return config.text(CloudSetting.TRACES_HOST).orElse("");
    }
}
