package dev.stampede.metrics;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The call that a virtual user made last in its iteration, for messages about what it did with the answer. Keeps references
 * only, so that a request costs nothing more. As confined as its context.
 */
public final class LastCall {
    private static final int LONGEST_URL = 200;
    private static final Pattern SECRET = Pattern.compile(
            "([?&;#](?:[^=&;#]*(?:token|secret|passw|pwd|api[-_]?key|access[-_]?key|signature|credential|session|jwt"
                    + "|auth(?!ors?[=_]))[^=&;#]*|key|sig|sas)=)[^&#]*",
            Pattern.CASE_INSENSITIVE);

    private @Nullable String method;
    private String url = "";
    private int status;
    private @Nullable String error;

    LastCall() {}

    /** A call was answered. */
    public void answered(String newMethod, String newUrl, int newStatus) {
        ended(newMethod, newUrl, newStatus, null);
    }

    /** A call came to no answer. */
    public void failed(String newMethod, String newUrl, String newError) {
        ended(newMethod, newUrl, 0, newError);
    }

    private void ended(String newMethod, String newUrl, int newStatus, @Nullable String newError) {
        method = newMethod;
        url = newUrl;
        status = newStatus;
        error = newError;
    }

    /** There was none yet. */
    public void forget() {
        method = null;
    }

    /** The same with nothing more taken out. */
    public String describe() {
        return describe(UnaryOperator.identity());
    }

    /**
     * {@code GET http://localhost:8080/products -> 503}, or {@code -> connection refused}; empty when there was none. User
     * information, and values in query and fragment that look like secrets by their names, are masked; a long URL is cut.
     *
     * @param redaction takes out secrets that are known as such
     */
    public String describe(UnaryOperator<String> redaction) {
        if (method == null) {
            return "";
        }
        return method + " " + shown(redaction.apply(url)) + " -> "
                + (error == null ? Integer.toString(status) : redaction.apply(error));
    }

    private static String shown(String url) {
        String masked = SECRET.matcher(Printable.withoutUserInfo(url)).replaceAll("$1****");
        return masked.length() <= LONGEST_URL ? masked : masked.substring(0, LONGEST_URL - 1) + "…";
    }
}
