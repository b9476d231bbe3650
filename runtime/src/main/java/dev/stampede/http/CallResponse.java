package dev.stampede.http;

import dev.stampede.HtmlPage;
import dev.stampede.Http;
import dev.stampede.HttpResponse;
import dev.stampede.HttpTimings;
import dev.stampede.ResponseCookie;
import dev.stampede.SentRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came back. Immutable; text, JSON, cookies and the like are made when they are first asked for. */
final class CallResponse implements HttpResponse {
    private static final byte[] NOTHING = {};

    /**
     * The call it ends.
     *
     * @param http makes the calls that follow from it
     * @param url where the last request went
     * @param shownUrl the same for messages: user information does not show
     * @param firstUrl where the first one went
     * @param first what was sent first; null when it never came to that
     */
    record Call(
            Http http,
            String url,
            String shownUrl,
            String method,
            String firstUrl,
            @Nullable TransportRequest first) {}

    /** The other side of the last round trip. */
    record Peer(@Nullable InetAddress address, int port, String proto, String tlsVersion, String cipherSuite) {
        static final Peer NONE = new Peer(null, 0, "", "", "");

        static Peer of(RoundTripTrace trace) {
            return new Peer(trace.remote(), trace.remotePort(), trace.proto(), trace.tlsVersion(), trace.cipherSuite());
        }

        boolean isOf(RoundTripTrace trace) {
            return port == trace.remotePort()
                    && Objects.equals(address, trace.remote())
                    && proto.equals(trace.proto())
                    && tlsVersion.equals(trace.tlsVersion())
                    && cipherSuite.equals(trace.cipherSuite());
        }

        /** Of a round trip without a response. */
        static Peer unanswered(RoundTripTrace trace) {
            return new Peer(trace.remote(), trace.remotePort(), "", "", "");
        }
    }

    private final Call call;
    private final int status;
    private final String reason;
    private final HeaderList headers;
    private final byte @Nullable [] bytes;
    private final Peer peer;
    private final HttpTimings timings;
    private final @Nullable TransportError error;
    private volatile @Nullable String text;
    private volatile @Nullable JsonDocument json;

    private CallResponse(
            Call call,
            int status,
            String reason,
            HeaderList headers,
            byte @Nullable [] bytes,
            Peer peer,
            HttpTimings timings,
            @Nullable TransportError error) {
        this.call = call;
        this.status = status;
        this.reason = reason;
        this.headers = headers;
        this.bytes = bytes;
        this.peer = peer;
        this.timings = timings;
        this.error = error;
    }

    /** @param body decoded; null when it is not wanted */
    static CallResponse of(
            Call call, TransportResponse response, byte @Nullable [] body, Peer peer, HttpTimings timings) {
        int status = response.status();
        byte[] kept = isBodyless(status) ? null : body;
        return new CallResponse(call, status, response.reason(), response.headers(), kept, peer, timings, null);
    }

    static CallResponse failed(Call call, TransportError error, Peer peer, HttpTimings timings) {
        return new CallResponse(call, 0, "", new HeaderList(), null, peer, timings, error);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String statusText() {
        return status == 0 ? "" : StatusText.of(status, reason, peer.proto());
    }

    @Override
    public boolean hasBody() {
        return bytes != null;
    }

    @Override
    public String body() {
        String known = text;
        if (known == null) {
            known = new String(bytes(), charset(headers.get("Content-Type")));
            text = known;
        }
        return known;
    }

    @Override
    public byte[] bytes() {
        return bytes == null ? NOTHING : bytes;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers.toMap();
    }

    @Override
    public @Nullable Object json(String pointer) {
        List<String> steps = JsonDocument.steps(pointer);
        byte[] body = requireBody("JSON");
        JsonDocument known = json;
        if (known == null) {
            try {
                known = JsonDocument.parse(body);
            } catch (IOException e) {
                throw notJson(e);
            }
            json = known;
        }
        return known.at(steps);
    }

    @Override
    public <T> @Nullable T json(String pointer, Class<T> type) {
        List<String> steps = JsonDocument.steps(pointer);
        byte[] body = requireBody("JSON");
        try {
            return TypedJson.at(body, steps, type);
        } catch (TypedJson.MismatchException e) {
            throw new IllegalStateException(
                    "the JSON of " + call.shownUrl() + " does not fit " + type.getSimpleName() + ": " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    private IllegalStateException notJson(IOException e) {
        return new IllegalStateException(
                "the body of " + call.shownUrl() + " is not JSON: " + JsonDocument.cause(e), e);
    }

    private byte[] requireBody(String as) {
        byte[] body = bytes;
        if (body == null) {
            throw new IllegalStateException("the body is null so we can't transform it to " + as
                    + " - this likely was because of " + whyNoBody());
        }
        return body;
    }

    private String whyNoBody() {
        if (error != null) {
            return "a request error getting the response";
        }
        return isBodyless(status)
                ? "status " + status + ", which comes without one"
                : "responseType(NONE) on the request, or the setting discardResponseBodies";
    }

    private static boolean isBodyless(int status) {
        return status < 200 || status == 204 || status == 304;
    }

    @Override
    public HtmlPage html() {
        Library.JSOUP.require("html()");
        requireBody("HTML");
        return new JsoupPage(call.http(), call.url(), call.shownUrl(), body());
    }

    @Override
    public HttpResponse clickLink() {
        return clickLink("a[href]");
    }

    @Override
    public HttpResponse clickLink(String selector) {
        return html().link(selector).send();
    }

    @Override
    public HttpResponse submitForm(Map<String, ?> fields) {
        return submitForm("form", fields);
    }

    @Override
    public HttpResponse submitForm(String formSelector, Map<String, ?> fields) {
        return html().form(formSelector, fields).send();
    }

    @Override
    public Map<String, List<ResponseCookie>> cookies() {
        return SetCookie.all(headers.all("Set-Cookie"));
    }

    @Override
    public SentRequest request() {
        TransportRequest first = call.first();
        if (first == null) {
            return new SentRequest(call.method(), call.firstUrl(), Map.of(), "", Map.of());
        }
        String sent =
                first.body() instanceof Payload.Bytes body ? new String(body.bytes(), StandardCharsets.UTF_8) : "";
        String cookies = first.headers().get("Cookie");
        return new SentRequest(
                call.method(),
                call.firstUrl(),
                first.headers().toMap(),
                sent,
                CallCookies.read(cookies == null ? "" : cookies));
    }

    @Override
    public String url() {
        return call.url();
    }

    @Override
    public String proto() {
        return peer.proto();
    }

    @Override
    public String remoteIp() {
        InetAddress address = peer.address();
        return address == null ? "" : address.getHostAddress();
    }

    @Override
    public int remotePort() {
        return peer.port();
    }

    @Override
    public String tlsVersion() {
        return peer.tlsVersion();
    }

    @Override
    public String tlsCipherSuite() {
        return peer.cipherSuite();
    }

    @Override
    public HttpTimings timings() {
        return timings;
    }

    @Override
    public String error() {
        return error == null ? "" : error.text();
    }

    @Override
    public int errorCode() {
        return error == null ? TransportError.codeOf(status) : error.code();
    }

    @Override
    public String toString() {
        return (error == null ? "HTTP " + status : error.text()) + " from " + call.shownUrl();
    }

    private static Charset charset(@Nullable String contentType) {
        int at = contentType == null ? -1 : contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (contentType == null || at < 0) {
            return StandardCharsets.UTF_8;
        }
        String name = contentType.substring(at + "charset=".length());
        int end = name.indexOf(';');
        name = (end < 0 ? name : name.substring(0, end)).replace("\"", "").strip();
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
