package dev.stampede.run;

import dev.stampede.engine.ProfileRules;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What {@link LoadOptions} must keep. */
final class OptionRules {
    private static final Pattern SCENARIO = Pattern.compile("[0-9a-zA-Z_-]+");

    private OptionRules() {}

    static List<String> problems(LoadOptions options) {
        List<String> problems = new ArrayList<>(ProfileRules.problems(options.profile(), options.gracefulStop()));
        if (options.name().isBlank()) {
            problems.add("the run needs a name, but it is blank");
        }
        if (!SCENARIO.matcher(options.scenario()).matches()) {
            problems.add(
                    "the scenario name should contain only numbers, latin letters, underscores, and dashes, but was '"
                            + options.scenario() + "'");
        }
        if (options.setupTimeout().isNegative() || options.setupTimeout().isZero()) {
            problems.add("setupTimeout must be positive");
        }
        if (options.teardownTimeout().isNegative() || options.teardownTimeout().isZero()) {
            problems.add("teardownTimeout must be positive");
        }
        return problems;
    }
}
