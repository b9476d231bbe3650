package dev.stampede.output.cloud.config;

import dev.stampede.clock.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a configuration, each with where the value came from and what to do. */
final class Findings {
    /** Longer ones overflow what timers and the protocol count in, and help nobody. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final CloudConfig config;
    private final Secrets secrets;
    private final List<String> problems = new ArrayList<>();

    Findings(CloudConfig config) {
        this.config = config;
        this.secrets = config.secrets();
    }

    List<String> problems() {
        return problems;
    }

    /** A text of its own. */
    void add(String problem) {
        problems.add(problem);
    }

    /** What is wrong with a setting. */
    void add(CloudSetting setting, String what, String advice) {
        problems.add(ConfigChecks.CREATE + what + "\n" + origin(setting) + " " + advice);
    }

    String origin(CloudSetting setting) {
        return setting.key() + " is from " + config.source(setting) + ".";
    }

    /** A value as it may be shown. */
    String shown(String value) {
        return secrets.masked(value);
    }

    /** Has to be within 1 and that many, if it is given. (k6: {@code cloudapi/config.go}.) */
    void positive(CloudSetting setting, String what, long most) {
        config.number(setting).ifPresent(value -> {
            if (value <= 0) {
                add(setting, what + " must be a positive number but is " + value, "Use 1 or more.");
            } else if (value > most) {
                add(setting, what + " must be at most " + most + " but is " + value, "Use less.");
            }
        });
    }

    /** Has to be more than nothing, if it is given, and no longer than a day. */
    void lasting(CloudSetting setting, String what) {
        config.duration(setting).ifPresent(value -> {
            if (value.isNegative() || value.isZero()) {
                add(setting, what + " must be positive but is " + Durations.format(value), suchAs(setting));
            } else {
                bounded(setting, what, value);
            }
        });
    }

    /** Has to be no longer than a day. */
    void bounded(CloudSetting setting, String what, Duration value) {
        if (value.compareTo(LONGEST) > 0) {
            add(
                    setting,
                    what + " must be at most " + Durations.format(LONGEST) + " but is " + Durations.format(value),
                    suchAs(setting));
        }
    }

    static String suchAs(CloudSetting setting) {
        String standard = setting.standard();
        return "Use such as " + (standard == null ? "1s" : standard) + ".";
    }
}
