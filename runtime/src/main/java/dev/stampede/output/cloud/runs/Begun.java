package dev.stampede.output.cloud.runs;

import dev.stampede.output.cloud.api.ApiClient;
import java.util.Optional;

/**
 * A run that the service knows of.
 *
 * @param run the run
 * @param ours what closing it takes; empty when somebody else will
 * @param preparation what has to be done before the load; empty for nothing
 */
record Begun(OpenedRun run, Optional<Ours> ours, Optional<Preparation> preparation) {

    /**
     * What closing a run takes.
     *
     * @param close how it is closed
     * @param flow how it was opened
     * @param host base URL of the service
     * @param stackId stack it belongs to; empty in the stream flow
     * @param token its own token, which others need to close it; empty when it is closed with that of the service
     */
    record Ours(CloseRequest close, FlowKind flow, String host, String stackId, Optional<RunToken> token) {}

    /** Gets a run ready for the load. */
    @FunctionalInterface
    interface Preparation {
        /**
         * Waits until it is ready, and cleans up in any case.
         *
         * @throws RunOverException if the service has ended it
         * @throws RuntimeException if it cannot be made ready; it has to be closed then
         */
        void make(ApiClient.Deadline deadline) throws InterruptedException;
    }

    /** The service has ended a run before its load began. */
    static final class RunOverException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RunOverException(String message) {
            super(message);
        }
    }
}
