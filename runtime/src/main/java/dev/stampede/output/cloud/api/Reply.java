package dev.stampede.output.cloud.api;

import java.io.IOException;
import java.time.Duration;

/** What came of a call, after its last attempt. */
public sealed interface Reply {

    /** It was accepted. */
    record Accepted(String body) implements Reply {

        /** Whether it is a page for people: of something on the way that wants them to log in, say. */
        public boolean isPage() {
            return body.stripLeading().startsWith("<");
        }
    }

    /**
     * It was answered, but not accepted.
     *
     * @param status HTTP status
     * @param code the service's own code; 0 when it gave none
     * @param text the whole error, for people
     * @param retryAfter how long the service wants to be left alone; zero when it says nothing of it
     */
    record Refused(int status, int code, String text, Duration retryAfter) implements Reply {

        /** A refusal that says nothing of when to come again. */
        public Refused(int status, int code, String text) {
            this(status, code, text, Duration.ZERO);
        }

        /** Whether the same call may be accepted later: a fault of the service, or too many calls. */
        public boolean mayPass() {
            return status >= 500 || status == 429;
        }

        /**
         * Whether it is for what was sent that it was refused, and anything else may be accepted. Not so when nobody may send,
         * there is nothing at that address, or something on the way answered.
         */
        public boolean isForTheBody() {
            return status >= 400
                    && switch (status) {
                        case 401, 403, 404, 407, 408, 410, 429 -> false;
                        default -> status < 500;
                    };
        }

        /** Whether the service takes no more metrics of this run. (k6: {@code expv2/output.go}.) */
        public boolean takesNoMore() {
            return status == 403 && code == 4;
        }
    }

    /** No answer came. */
    record Unanswered(IOException cause) implements Reply {}
}
