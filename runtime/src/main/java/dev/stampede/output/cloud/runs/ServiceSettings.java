package dev.stampede.output.cloud.runs;

import dev.stampede.output.cloud.config.CloudConfig;
import java.util.Map;

/** Settings with what the service's reply says. What cannot be used of it is left, with a warning: the run is open by now. */
final class ServiceSettings {
    private static final System.Logger logger = System.getLogger(ServiceSettings.class.getName());

    private static final String REPLY = "the service's reply";

    private ServiceSettings() {}

    /** In the stream flow: the reply wins. */
    static CloudConfig overridden(CloudConfig config, Map<String, String> reply) {
        return told(config.overriddenBy(reply, REPLY), reply);
    }

    /** In the provisioned flow: what was given, such as in the environment, wins. */
    static CloudConfig tuned(CloudConfig config, Map<String, String> reply) {
        return told(config.tunedBy(reply, REPLY), reply);
    }

    private static CloudConfig told(CloudConfig.Overridden result, Map<String, String> reply) {
        result.unused()
                .forEach(problem -> logger.log(
                        System.Logger.Level.WARNING, "A setting in the service's reply is not used: " + problem));
        if (!reply.isEmpty()) {
            logger.log(System.Logger.Level.DEBUG, result.config());
        }
        return result.config();
    }
}
