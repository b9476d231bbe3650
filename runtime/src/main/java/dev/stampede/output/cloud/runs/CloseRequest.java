package dev.stampede.output.cloud.runs;

import dev.stampede.output.RunOutcome;
import dev.stampede.output.cloud.api.ApiRequest;

/** How a run is closed: what is said, and the call that says it. Immutable; has no text, as it may hold a token. */
public sealed interface CloseRequest permits StreamClose, ProvisionedClose {

    /** What is said of a run that ended so: a JSON text, which a journal may keep. */
    String body(RunOutcome outcome);

    /** The call that says it; to be made again as it is. */
    ApiRequest request(String body);
}
