package dev.stampede.junit.internal;

import dev.stampede.options.Given;
import dev.stampede.options.Problems;
import dev.stampede.run.Mode;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which mode load tests run in: a flag says so, or the environment, or a configuration parameter, or a debugger. */
final class ModeSetting {
    private static final String VARIABLE = "STAMPEDE_MODE";

    private ModeSetting() {}

    /**
     * The mode; what is wrong is added to the problems.
     *
     * @param jvmArguments of this JVM, which tell whether a debugger is attached
     */
    static Mode of(Surroundings surroundings, List<String> jvmArguments, Problems problems) {
        Given<String> given = surroundings.find("mode", VARIABLE);
        if (given == null) {
            return jvmArguments.stream().anyMatch(ModeSetting::isDebugger) ? Mode.DEBUG : Mode.FULL;
        }
        for (Mode mode : Mode.values()) {
            if (name(mode).equals(given.value().strip().toLowerCase(Locale.ROOT))) {
                return mode;
            }
        }
        String names = Arrays.stream(Mode.values()).map(ModeSetting::name).collect(Collectors.joining(", "));
        problems.add(
                given.source(), "there is no mode '" + given.value() + "'", "Use one of " + names + ", or remove it.");
        return Mode.FULL;
    }

    /** Of this JVM. */
    static List<String> jvmArguments() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    private static boolean isDebugger(String argument) {
        return argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp");
    }

    private static String name(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
