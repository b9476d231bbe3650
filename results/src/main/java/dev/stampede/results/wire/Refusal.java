package dev.stampede.results.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request that is not taken: status and body of the answer. The message is for people and holds no secret. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    /** The service takes no more metrics of this run: clients stop pushing for good. */
    public static final int TAKES_NO_MORE = 4;

    private final int status;
    private final int code;
    private final transient Map<String, List<String>> details;

    /**
     * @param status HTTP status
     * @param code the service's own number of the error; 0 for none
     * @param details by name of a field, what is wrong with it
     */
    public Refusal(int status, int code, String message, Map<String, List<String>> details) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.details = Map.copyOf(details);
    }

    /** Without a code and details. */
    public Refusal(int status, String message) {
        this(status, 0, message, Map.of());
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** The answer's JSON: {@code {error: {code, message, details}}}. */
    public Map<String, ?> body() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", String.valueOf(getMessage()));
        if (!details.isEmpty()) {
            error.put("details", details);
        }
        return Map.of("error", error);
    }
}
