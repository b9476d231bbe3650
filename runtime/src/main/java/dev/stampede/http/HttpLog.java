package dev.stampede.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Says what goes wrong in a run's requests without flooding the console: each text once at WARNING, again at DEBUG.
 * Thread-safe; shared by all virtual users of a run.
 */
public final class HttpLog {
    private static final int MAX_TEXTS = 100;
    private static final System.Logger logger = System.getLogger(HttpLog.class.getName());

    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final UnaryOperator<String> redaction;

    /** A log of a run without secrets. */
    public HttpLog() {
        this(UnaryOperator.identity());
    }

    /** @param redaction takes secrets out of a text */
    public HttpLog(UnaryOperator<String> redaction) {
        this.redaction = redaction;
    }

    void requestFailed(String method, String url, TransportError error) {
        say(error.text(), "Request Failed error=\"" + error.text() + "\" (" + method + " " + url + ")");
    }

    void batchFailed(String key, String error) {
        String text = "A batch request failed error=\"" + error + "\" (request " + key + " of the batch)";
        say(text, text);
    }

    void tooManyRedirects(int followed) {
        String text =
                "Stopped after " + (followed + 1) + " redirects and returned the redirection; call redirects(n) on the"
                        + " request, or set maxRedirects, to silence this";
        say(text, text);
    }

    /** Something about a request is not as the test may think. */
    void warn(String text) {
        say(text, text);
    }

    private void say(String key, String text) {
        if (said.size() < MAX_TEXTS && said.add(key)) {
            logger.log(System.Logger.Level.WARNING, redaction.apply(text));
        } else {
            logger.log(System.Logger.Level.DEBUG, () -> redaction.apply(text));
        }
    }
}
