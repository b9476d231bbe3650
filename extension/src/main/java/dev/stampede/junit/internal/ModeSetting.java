package dev.stampede.junit.internal;

import dev.stampede.options.FlagLayer;
import dev.stampede.options.Problems;
import dev.stampede.run.Mode;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which mode load tests run in: a flag says so, or the environment, or a configuration parameter, or a debugger. */
final class ModeSetting {
    private static final String PARAMETER = "stampede.mode";
    private static final String VARIABLE = "STAMPEDE_MODE";

    private ModeSetting() {}

    /**
     * The mode; what is wrong is added to the problems.
     *
     * @param jvmArguments of this JVM, which tell whether a debugger is attached
     */
    static Mode of(Surroundings surroundings, List<String> jvmArguments, Problems problems) {
        String text = surroundings.parameters().apply(FlagLayer.PREFIX + "mode");
        String source = "flag --mode";
        if (isNothing(text)) {
            text = surroundings.environment().get(VARIABLE);
            source = "environment variable " + VARIABLE;
        }
        if (isNothing(text)) {
            text = surroundings.parameters().apply(PARAMETER);
            source = "configuration parameter '" + PARAMETER + "'";
        }
        if (text == null || text.isBlank()) {
            return jvmArguments.stream().anyMatch(ModeSetting::isDebugger) ? Mode.DEBUG : Mode.FULL;
        }
        for (Mode mode : Mode.values()) {
            if (name(mode).equals(text.strip().toLowerCase(Locale.ROOT))) {
                return mode;
            }
        }
        String names = Arrays.stream(Mode.values()).map(ModeSetting::name).collect(Collectors.joining(", "));
        problems.add(source, "there is no mode '" + text + "'", "Use one of " + names + ", or remove it.");
        return Mode.FULL;
    }

    /** Of this JVM. */
    static List<String> jvmArguments() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    private static boolean isNothing(@org.jspecify.annotations.Nullable String text) {
        return text == null || text.isBlank();
    }

    private static boolean isDebugger(String argument) {
        return argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp");
    }

    private static String name(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
