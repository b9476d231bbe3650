package dev.stampede.websocket;

import dev.stampede.http.okhttp.HttpSession;
import dev.stampede.metrics.SampleContext;
import java.net.URI;
import java.net.URISyntaxException;

/** The WebSockets of one virtual user. Confined to its thread. */
public final class VuWebSockets implements WebSockets {
    private final SampleContext samples;
    private final HttpSession session;

    /**
     * Those of a virtual user.
     *
     * @param samples where its samples go
     * @param session its HTTP: cookies, sockets, and what ends with the iteration
     */
    public VuWebSockets(SampleContext samples, HttpSession session) {
        this.samples = samples;
        this.session = session;
    }

    /** The texts of errors are k6's. (k6: {@code internal/js/modules/k6/websockets/websockets.go}.) */
    @Override
    public WebSocketRequest request(String url) {
        URI parsed;
        try {
            parsed = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "WebSocket requires valid url, but got \"" + url + "\" which resulted in " + e.getMessage(), e);
        }
        String scheme = parsed.getScheme() == null ? "" : parsed.getScheme();
        if (!scheme.equalsIgnoreCase("ws") && !scheme.equalsIgnoreCase("wss")) {
            throw new IllegalArgumentException(
                    "WebSocket requires url with scheme ws or wss, but got \"" + scheme + "\"");
        }
        if (parsed.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "WebSocket requires no url fragment, but got \"" + parsed.getRawFragment() + "\"");
        }
        if (parsed.getRawUserInfo() != null || parsed.getHost() == null) {
            throw new IllegalArgumentException(
                    "malformed ws or wss URL: a host and no user name is wanted; say who you are in a header");
        }
        return new Dial(url, samples, session);
    }
}
