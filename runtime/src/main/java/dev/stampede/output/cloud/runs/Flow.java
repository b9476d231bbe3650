package dev.stampede.output.cloud.runs;

import dev.stampede.ConfigException;
import dev.stampede.clock.Clock;
import dev.stampede.output.RunDescription;
import dev.stampede.output.cloud.api.ApiClient;
import dev.stampede.output.cloud.config.CloudConfig;

/** A way to open a run. For one run. */
public sealed interface Flow permits StreamFlow, ProvisionedFlow, JoinedRun {

    /**
     * The way that settings ask for: into a run that is open where one is named, else a provisioned run where a stack is
     * known, else one that is streamed to. Who names a host to stream to, and no other, wants that one.
     *
     * @param client makes the calls; without authorization of its own
     */
    static Flow of(CloudConfig config, ApiClient client, Clock clock) {
        if (config.pushRefId().isPresent()) {
            return new JoinedRun(config);
        }
        return config.isProvisioned() ? new ProvisionedFlow(config, client, clock) : new StreamFlow(config, client);
    }

    /** Where it opens runs, for people. */
    String hostForPeople();

    /**
     * Makes the run known to the service: from then on it is open.
     *
     * @param deadline asked before each attempt of each call
     * @throws ConfigException if the service cannot be reached, refuses, or says nothing of use; nothing is open then
     */
    Begun begin(RunDescription run, ApiClient.Deadline deadline);
}
