package dev.stampede.http;

import dev.stampede.HttpRequest;
import dev.stampede.HttpResponse;
import dev.stampede.clock.Durations;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What a call is to send and how. Confined to the virtual user's thread. */
final class CallRequest implements HttpRequest {
    /** As many redirects as the options say. */
    static final int DEFAULT_REDIRECTS = -1;

    private final VuHttp http;
    private final String method;
    private final String url;
    private final List<String> tags = new ArrayList<>(0);
    private final HeaderList headers = new HeaderList();
    private final HeaderList cookies = new HeaderList();
    private byte @Nullable [] body;
    private boolean form;
    private Duration timeout;
    private int redirects = DEFAULT_REDIRECTS;
    private @Nullable IntPredicate expected;

    CallRequest(VuHttp http, HttpOptions options, String method, String url) {
        this.http = http;
        this.method = method;
        this.url = url;
        this.timeout = options.timeout();
        this.expected = options.expectStatus();
    }

    @Override
    public HttpRequest name(String name) {
        return tag(SystemTag.NAME.key(), name);
    }

    @Override
    public HttpRequest tag(String key, String value) {
        tags.add(key);
        tags.add(value);
        return this;
    }

    @Override
    public HttpRequest header(String name, String value) {
        HeaderList.check(name, value);
        headers.set(name, value);
        return this;
    }

    @Override
    public HttpRequest body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public HttpRequest body(byte[] bytes) {
        body = bytes;
        form = false;
        return this;
    }

    @Override
    public HttpRequest form(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(fields)
                .forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                        .append(encode(name))
                        .append('=')
                        .append(encode(value)));
        body(text.toString());
        form = true;
        return this;
    }

    /** As Go writes it: {@code *} is escaped and {@code ~} is not. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    @Override
    public HttpRequest cookie(String name, String value) {
        HeaderList.check(name, value);
        cookies.add(name, value);
        return this;
    }

    @Override
    public HttpRequest timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    @Override
    public HttpRequest timeout(String limit) {
        return timeout(Durations.parse(limit));
    }

    @Override
    public HttpRequest redirects(int max) {
        if (max < 0) {
            throw new IllegalArgumentException("redirects must not be negative but was " + max);
        }
        redirects = max;
        return this;
    }

    @Override
    public HttpRequest expectStatus(IntPredicate statuses) {
        expected = statuses;
        return this;
    }

    @Override
    public HttpResponse send() {
        return http.send(this);
    }

    String method() {
        return method;
    }

    String url() {
        return url;
    }

    /** What the user asked to send; GET and HEAD have no body. */
    Hop firstHop(Target target) {
        boolean bodyless = method.equals("GET") || method.equals("HEAD");
        HeaderList first = headers.copy();
        first.remove("Content-Length"); // it follows from the body
        if (form && !bodyless && first.get("Content-Type") == null) {
            first.add("Content-Type", "application/x-www-form-urlencoded");
        }
        return new Hop(method, target, first, bodyless ? null : body);
    }

    /** The tags of the virtual user with those of this call. */
    TagSet tags(TagSet base) {
        TagSet all = base;
        for (int i = 0; i < tags.size(); i += 2) {
            all = all.with(tags.get(i), tags.get(i + 1));
        }
        return all;
    }

    HeaderList cookies() {
        return cookies;
    }

    int redirects() {
        return redirects;
    }

    @Nullable
    IntPredicate expected() {
        return expected;
    }

    long deadlineNanos() {
        return timeout.isPositive() ? System.nanoTime() + timeout.toNanos() : TransportRequest.NO_DEADLINE;
    }
}
