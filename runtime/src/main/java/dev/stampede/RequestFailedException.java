package dev.stampede;

/**
 * A request got no response, and the call, or the run, asks for an exception then ({@link HttpRequest#throwOnError}). Its
 * samples are recorded nevertheless. (k6: {@code throw}.)
 */
public final class RequestFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;
    private final int errorCode;

    /**
     * A failure.
     *
     * @param method of the request that failed
     * @param url where it went, without user and password
     * @param error as {@link HttpResponse#error()} would say it
     * @param errorCode as {@link HttpResponse#errorCode()} would
     */
    public RequestFailedException(String method, String url, String error, int errorCode) {
        super(error + " (" + method + " " + url + ")");
        this.error = error;
        this.errorCode = errorCode;
    }

    /** Short text of the error, such as {@code dial: connection refused}. */
    public String error() {
        return error;
    }

    /** k6's error code, such as 1212. */
    public int errorCode() {
        return errorCode;
    }
}
