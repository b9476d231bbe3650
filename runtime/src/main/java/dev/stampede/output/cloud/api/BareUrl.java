package dev.stampede.output.cloud.api;

import okhttp3.HttpUrl;

/** URLs as they may be kept in files. */
public final class BareUrl {
    private BareUrl() {}

    /** The same URL without user and password. */
    public static HttpUrl of(HttpUrl url) {
        return url.newBuilder().username("").password("").build();
    }
}
