package dev.stampede.junit.cli;

import dev.stampede.options.FlagLayer;
import dev.stampede.options.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A flag of {@code run} that the extension is told. Immutable.
 *
 * @param kind how it is given
 * @param setting what checks the value; null when that is left to whoever uses it
 * @param key what it is called in the extension's parameters: the key of the setting
 * @param names short name, if there is one, and long name
 * @param label of the value, in help; empty for a switch
 * @param choices the only values there are; empty when there are others
 * @param help what it does
 */
record Flag(
        Kind kind,
        @Nullable Setting<?> setting,
        String key,
        List<String> names,
        String label,
        List<String> choices,
        String help) {

    /** How a flag is given. */
    enum Kind {
        /** One value. */
        TEXT,
        /** One of the choices; the first when none of them is given. */
        OPTIONAL,
        /** One time, with units. */
        DURATION,
        /** Values, separated by commas or by giving the flag again. */
        LIST,
        /** Names and values that become tags. */
        TAGS,
        /** Names and values that become variables. */
        ENV,
        /** On, or with {@code =false} off. */
        SWITCH
    }

    static Flag of(Kind kind, Setting<?> setting, String names, String label, String help) {
        return new Flag(kind, setting, setting.key(), namesOf(names), label, List.of(), help);
    }

    static Flag of(Kind kind, String key, String names, String label, String help) {
        return new Flag(kind, null, key, namesOf(names), label, List.of(), help);
    }

    static Flag choice(String key, String name, String label, List<String> choices, String help) {
        return new Flag(Kind.TEXT, null, key, namesOf(name), label, choices, help);
    }

    static Flag optionalChoice(String key, String name, String label, List<String> choices, String help) {
        return new Flag(Kind.OPTIONAL, null, key, namesOf(name), label, choices, help);
    }

    private static List<String> namesOf(String names) {
        return Arrays.asList(names.split(", "));
    }

    /** The configuration parameter that carries it to the extension, such as {@code stampede.flag.vus}. */
    String parameter() {
        return FlagLayer.PREFIX + key;
    }

    /** {@code --vus}. */
    String longName() {
        return names.getLast();
    }

    /** As messages name it. */
    String describe() {
        return "flag " + longName();
    }

    /** Whether an empty value says something: that there are no such tags or columns, or that no header is sent. */
    boolean mayBeEmpty() {
        return setting == Setting.SYSTEM_TAGS
                || setting == Setting.SUMMARY_TREND_STATS
                || setting == Setting.USER_AGENT;
    }

    /** As picocli knows it. Everything is text: values are checked together, not one at a time. */
    OptionSpec option() {
        OptionSpec.Builder option =
                OptionSpec.builder(names.toArray(String[]::new)).description(help);
        if (!choices.isEmpty()) {
            option.completionCandidates(choices);
        }
        return switch (kind) {
            case TEXT, DURATION ->
                option.type(String.class).arity("1").paramLabel(label).build();
            case OPTIONAL ->
                option.type(String.class)
                        .arity("0..1")
                        .preprocessor(this::takeFirstChoice)
                        .paramLabel(label)
                        .build();
            case LIST, TAGS, ENV ->
                option.type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel(label)
                        .build();
            case SWITCH ->
                option.type(boolean.class)
                        .arity("0..1")
                        .fallbackValue("true")
                        .paramLabel("false")
                        .build();
        };
    }

    /** What stands behind it is the test to run, unless it is one of the choices. */
    private boolean takeFirstChoice(
            Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        boolean attached = !" ".equals(info.get("separator"));
        if (!attached && (arguments.isEmpty() || !choices.contains(arguments.peek()))) {
            arguments.push(choices.getFirst());
        }
        return false; // picocli goes on
    }
}
