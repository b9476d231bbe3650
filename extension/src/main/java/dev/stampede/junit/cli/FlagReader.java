package dev.stampede.junit.cli;

import dev.stampede.clock.Durations;
import dev.stampede.options.OptionLayer;
import dev.stampede.options.Problems;
import dev.stampede.options.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Makes JUnit's configuration parameters of the flags that were given. */
final class FlagReader {
    private FlagReader() {}

    /**
     * The parameters, written as environment variables are.
     *
     * @param problems to which what is wrong is added; the result then means nothing
     */
    static Map<String, String> parameters(ParseResult arguments, Problems problems) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Flag flag : Flags.ALL) {
            OptionSpec option = arguments.matchedOption(flag.longName());
            if (option != null) {
                parameters.put(flag.parameter(), text(flag, option, problems));
            }
        }
        return parameters;
    }

    private static String text(Flag flag, OptionSpec option, Problems problems) {
        List<String> given = option.stringValues();
        try {
            String text = switch (flag.kind()) {
                case TEXT, OPTIONAL -> given.getFirst();
                case DURATION -> duration(given.getFirst());
                case LIST -> String.join(",", given);
                case TAGS -> Pairs.text(Pairs.tags(given));
                case ENV -> Pairs.text(Pairs.variables(given));
                case SWITCH -> option.getValue().toString();
            };
            check(flag, text, problems);
            return text;
        } catch (IllegalArgumentException e) {
            problems.add(flag.describe(), String.valueOf(e.getMessage()), "Correct or remove it.");
            return "";
        }
    }

    /** On the command line a time has units, while a bare number is milliseconds elsewhere. */
    private static String duration(String text) {
        if (!text.isEmpty()) {
            Durations.parseGo(text);
        }
        return text;
    }

    private static void check(Flag flag, String text, Problems problems) {
        Setting<?> setting = flag.setting();
        if (text.isEmpty() && !flag.mayBeEmpty()) {
            throw new IllegalArgumentException("no value is given");
        }
        if (!flag.choices().isEmpty() && !flag.choices().contains(text)) {
            throw new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", flag.choices()));
        }
        if (setting != null && flag.kind() != Flag.Kind.TAGS && flag.kind() != Flag.Kind.ENV) {
            OptionLayer.builder().read(setting, text, flag.describe(), problems);
        }
    }
}
