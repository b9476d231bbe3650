package dev.stampede.output.cloud.api;

import java.io.IOException;

/** What came of a call, after its last attempt. */
public sealed interface Reply {

    /** It was accepted. */
    record Accepted(String body) implements Reply {}

    /**
     * It was answered, but not accepted.
     *
     * @param status HTTP status
     * @param code the service's own code; 0 when it gave none
     * @param text the whole error, for people
     */
    record Refused(int status, int code, String text) implements Reply {

        /** Whether the same call may be accepted later: a fault of the service, or too many calls. */
        public boolean mayPass() {
            return status >= 500 || status == 429;
        }

        /** Whether the service takes no more metrics of this run. (k6: {@code expv2/output.go}.) */
        public boolean takesNoMore() {
            return status == 403 && code == 4;
        }
    }

    /** No answer came. */
    record Unanswered(IOException cause) implements Reply {}
}
