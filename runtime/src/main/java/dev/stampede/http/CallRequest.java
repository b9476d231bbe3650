package dev.stampede.http;

import static java.util.Objects.requireNonNull;

import dev.stampede.Auth;
import dev.stampede.CookieJar;
import dev.stampede.HttpRequest;
import dev.stampede.HttpResponse;
import dev.stampede.ResponseType;
import dev.stampede.clock.Durations;
import dev.stampede.metrics.SampleContext;
import dev.stampede.metrics.SystemTag;
import dev.stampede.metrics.TagSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What a call is to send and how. Confined to the virtual user's thread. */
final class CallRequest implements HttpRequest {
    /** As many redirects as the options say. */
    static final int DEFAULT_REDIRECTS = -1;

    private final VuHttp http;
    private final HttpLog log;
    private final String method;
    private final String url;
    private final @Nullable String template;
    private List<String> tags = List.of();
    private final HeaderList headers = new HeaderList();
    private final CallCookies cookies;
    private @Nullable CallBody body;
    private Auth auth = Auth.BASIC;
    private Duration timeout;
    private int redirects = DEFAULT_REDIRECTS;
    private @Nullable IntPredicate expected;
    private ResponseType responseType;
    private boolean throwOnError;

    /** @param template what to name the call after; null for its URL */
    CallRequest(
            VuHttp http,
            HttpOptions options,
            HttpLog log,
            CookieStore jar,
            String method,
            String url,
            @Nullable String template) {
        this.http = http;
        this.log = log;
        this.method = method;
        this.url = url;
        this.template = template;
        this.cookies = new CallCookies(jar);
        this.timeout = options.timeout();
        this.expected = options.expectStatus();
        this.responseType = options.discardResponseBodies() ? ResponseType.NONE : ResponseType.TEXT;
        this.throwOnError = options.throwOnError();
    }

    @Override
    public HttpRequest name(String name) {
        return tag(SystemTag.NAME.key(), name);
    }

    @Override
    public HttpRequest tag(String key, String value) {
        requireNonNull(value, "value");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a tag's name must not be empty (its value is '" + value + "')");
        }
        if (tags.isEmpty()) {
            tags = new ArrayList<>(4);
        }
        tags.add(key);
        tags.add(value);
        return this;
    }

    @Override
    public HttpRequest tags(Map<String, String> more) {
        more.forEach(this::tag);
        return this;
    }

    @Override
    public HttpRequest header(String name, String value) {
        HeaderList.check(name, value);
        headers.set(name, value);
        return this;
    }

    @Override
    public HttpRequest headers(Map<String, String> more) {
        more.forEach(this::header);
        return this;
    }

    @Override
    public HttpRequest body(String text) {
        requireNonNull(text, "body must not be null; leave it out for none");
        body().set(Payload.of(text), null);
        return this;
    }

    @Override
    public HttpRequest body(byte[] bytes) {
        requireNonNull(bytes, "body must not be null; leave it out for none");
        body().set(new Payload.Bytes(bytes), null);
        return this;
    }

    @Override
    public HttpRequest form(Map<String, ?> fields) {
        body().form(Form.of(fields, log::warn), false);
        return this;
    }

    @Override
    public HttpRequest multipart(Map<String, ?> fields) {
        body().form(Form.of(fields, log::warn), true);
        return this;
    }

    @Override
    public HttpRequest compression(String algorithms) {
        body().compressions(Compression.list(algorithms));
        return this;
    }

    @Override
    public HttpRequest auth(Auth how) {
        if (how == Auth.NTLM) {
            Library.JCIFS.require("auth(NTLM)");
        }
        auth = how;
        return this;
    }

    @Override
    public HttpRequest cookie(String name, String value) {
        HeaderList.check(name, value);
        cookies.add(name, value);
        return this;
    }

    @Override
    public HttpRequest replaceCookie(String name, String value) {
        HeaderList.check(name, value);
        cookies.replace(name, value);
        return this;
    }

    @Override
    public HttpRequest jar(CookieJar jar) {
        if (!(jar instanceof CookieStore store)) {
            throw new IllegalArgumentException("the jar was made by somebody else: use http.newCookieJar()");
        }
        cookies.from(store);
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
    public HttpRequest expectStatus(@Nullable IntPredicate statuses) {
        expected = statuses;
        return this;
    }

    @Override
    public HttpRequest responseType(ResponseType type) {
        responseType = type;
        return this;
    }

    @Override
    public HttpRequest throwOnError(boolean value) {
        throwOnError = value;
        return this;
    }

    @Override
    public HttpResponse send() {
        return http.send(this);
    }

    /** Sends it there, which is its URL. */
    HttpResponse send(Target target) {
        return http.send(this, target);
    }

    /** The response when it is not sent at all. */
    HttpResponse notSent(TransportError error) {
        return http.notSent(this, error);
    }

    String method() {
        return method;
    }

    String url() {
        return url;
    }

    private CallBody body() {
        CallBody known = body;
        if (known == null) {
            known = new CallBody(log);
            body = known;
        }
        return known;
    }

    /** What the user asked to send. */
    Hop firstHop(Target target) {
        Target to = auth == Auth.DIGEST ? target.withoutUser() : target;
        return body == null && headers.get("Content-Length") == null
                ? new Hop(method, to, headers, null, null)
                : body().firstHop(method, to, headers.copy());
    }

    /** The tags of the virtual user with those of this call; the template is the name of what has none. */
    TagSet tags(SampleContext samples) {
        TagSet all = samples.tags();
        for (int i = 0; i < tags.size(); i += 2) {
            all = all.with(tags.get(i), tags.get(i + 1));
        }
        return template != null && all.get(SystemTag.NAME.key()) == null
                ? samples.with(all, SystemTag.NAME, Target.masked(template))
                : all;
    }

    CallCookies cookies() {
        return cookies;
    }

    /** Answers challenges during this call; null if it answers none. */
    @Nullable
    Authentication authentication() {
        return switch (auth) {
            case BASIC -> null;
            case DIGEST -> new DigestAuthentication();
            case NTLM -> new NtlmAuthentication();
        };
    }

    int redirects() {
        return redirects;
    }

    @Nullable
    IntPredicate expected() {
        return expected;
    }

    boolean keepsBody() {
        return responseType != ResponseType.NONE;
    }

    boolean throwsOnError() {
        return throwOnError;
    }

    long deadlineNanos() {
        return timeout.isPositive() ? System.nanoTime() + timeout.toNanos() : TransportRequest.NO_DEADLINE;
    }
}
