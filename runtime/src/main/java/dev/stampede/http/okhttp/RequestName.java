package dev.stampede.http.okhttp;

import static java.util.Objects.requireNonNull;

/**
 * Groups requests of an instrumented {@code OkHttpClient} under one name, as {@code HttpRequest.name} does:
 * {@code new Request.Builder().tag(RequestName.class, new RequestName("product"))}, or a {@code @Tag} parameter in Retrofit.
 *
 * @param name what the tags {@code name} and {@code url} hold instead of the URL
 */
public record RequestName(String name) {
    public RequestName {
        requireNonNull(name, "name");
    }
}
