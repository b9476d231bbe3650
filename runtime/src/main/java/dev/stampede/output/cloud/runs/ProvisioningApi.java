package dev.stampede.output.cloud.runs;

import dev.stampede.output.cloud.api.ApiRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What calls of the provisioned flow have in common. Immutable; has no text, as it holds the token. */
final class ProvisioningApi {
    private final Asking asking;
    private final HttpUrl host;
    private final String stackId;
    private final @Nullable String authorization;

    ProvisioningApi(Asking asking, HttpUrl host, String stackId, @Nullable String authorization) {
        this.asking = asking;
        this.host = host;
        this.stackId = stackId;
        this.authorization = authorization;
    }

    Asking asking() {
        return asking;
    }

    String stackId() {
        return stackId;
    }

    /** A URL below the host's. */
    HttpUrl.Builder url(String path) {
        return host.newBuilder().addPathSegments(path);
    }

    /** A request with what each of them carries. */
    ApiRequest request(ApiRequest request) {
        return request.header("Accept", "application/json")
                .header("X-Stack-Id", stackId)
                .authorized(authorization);
    }
}
