package dev.stampede.output.cloud.config;

/**
 * A value as it was given.
 *
 * @param text not empty
 * @param source where it is from, for people
 */
record Entry(CloudSetting setting, String text, String source, Place place) {

    /** What a value's place decides besides its order. */
    enum Place {
        /** k6's own config file. */
        FILE,
        /** The service's reply to a run that was provisioned. */
        PROVISIONED,
        /** The options' {@code cloud}. */
        OPTIONS,
        /** Code, configuration parameters, environment. */
        GIVEN,
        /** The service's reply to a run that was opened in the stream flow. */
        REPLY
    }

    boolean isOfTheService() {
        return place == Place.PROVISIONED || place == Place.REPLY;
    }
}
