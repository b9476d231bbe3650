package dev.stampede.options;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads settings that are written as text. (k6: {@code internal/cmd/config.go}, with {@code envconfig}.) */
final class TextReader {
    private TextReader() {}

    /**
     * A layer of what a look-up finds.
     *
     * @param lookup the text of a setting, or of another option of k6; null for none
     */
    static OptionLayer.Builder layer(
            Function<Named, @Nullable String> lookup, Function<Named, String> source, Problems problems) {
        OptionLayer.Builder layer = OptionLayer.builder();
        for (Setting<?> setting : Setting.all()) {
            Named named = new Named(setting.key(), setting.variable());
            String text = lookup.apply(named);
            if (text != null) {
                layer.read(setting, text, source.apply(named), problems);
            }
        }
        for (OtherOption other : OtherOption.ALL) {
            Named named = new Named(other.key(), other.variable());
            String text = lookup.apply(named);
            if (text != null && !text.isEmpty()) {
                other.given(text, text, source.apply(named), layer, problems);
            }
        }
        return layer;
    }

    /** What an option is called. */
    record Named(String key, @Nullable String variable) {}

    static <T> @Nullable Given<T> read(Setting<T> setting, String text, String source, Problems problems) {
        Form.TextForm<T> form = setting.form().text();
        if (form == null) {
            if (!text.isEmpty()) {
                problems.add(
                        source,
                        setting.key() + " cannot be given as text",
                        "Give " + setting.key() + " in an options file"
                                + (hasAnnotation(setting) ? " or by annotations" : "") + ", and remove this.");
            }
            return null;
        }
        try {
            T value = form.read(text);
            return value == null ? null : given(setting, value, text, source);
        } catch (IllegalArgumentException e) {
            problems.add(source, cause(setting, e), "Use " + setting.form().example() + ", or remove it.");
            return null;
        }
    }

    /** Of those that cannot be given as text. */
    private static boolean hasAnnotation(Setting<?> setting) {
        return setting != Setting.HOSTS && setting != Setting.TLS_AUTH;
    }

    /** What is wrong may quote the text, which must stay unknown where it may be a password. */
    private static String cause(Setting<?> setting, IllegalArgumentException e) {
        return setting == Setting.ENV ? "invalid map item" : String.valueOf(e.getMessage());
    }

    @SuppressWarnings("unchecked") // a list of stages is what the setting of stages holds
    private static <T> Given<T> given(Setting<T> setting, T value, String text, String source) {
        if (setting == Setting.STAGES) {
            return new Given<>((T) sourced((List<GivenStage>) value, source), source, Given.shown(text));
        }
        return new Given<>(value, source, value instanceof Duration ? Given.shown(text) : setting.show(value));
    }

    private static List<GivenStage> sourced(List<GivenStage> stages, String source) {
        return stages.stream().map(stage -> stage.from(source)).toList();
    }
}
