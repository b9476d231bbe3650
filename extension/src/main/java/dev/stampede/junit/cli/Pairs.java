package dev.stampede.junit.cli;

import com.squareup.moshi.JsonAdapter;
import com.squareup.moshi.Moshi;
import com.squareup.moshi.Types;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Names and values, given as {@code name=value}. Errors are k6's. (k6: {@code internal/cmd/options.go}.) */
final class Pairs {
    private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final JsonAdapter<Map<String, String>> JSON =
            new Moshi.Builder().build().adapter(Types.newParameterizedType(Map.class, String.class, String.class));

    private Pairs() {}

    /** @throws IllegalArgumentException if one of them is not a tag */
    static Map<String, String> tags(List<String> given) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : given) {
            int equals = tag.indexOf('=');
            if (tag.isEmpty()) {
                throw wrongTag(tag, "empty string");
            }
            if (equals == 0) {
                throw wrongTag(tag, "empty name");
            }
            if (equals < 0 || equals == tag.length() - 1) {
                throw wrongTag(tag, "empty value");
            }
            tags.put(tag.substring(0, equals), tag.substring(equals + 1));
        }
        return tags;
    }

    private static IllegalArgumentException wrongTag(String tag, String why) {
        return new IllegalArgumentException("error parsing tag '" + tag + "': invalid tag, " + why);
    }

    /**
     * Variables; one without a value is empty. A value, which may be a password, is in no message.
     *
     * @throws IllegalArgumentException if a name is none
     */
    static Map<String, String> variables(List<String> given) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : given) {
            int equals = variable.indexOf('=');
            String name = equals < 0 ? variable : variable.substring(0, equals);
            if (!VARIABLE.matcher(name).matches()) {
                throw new IllegalArgumentException("invalid environment variable name '" + name + "'");
            }
            variables.put(name, equals < 0 ? "" : variable.substring(equals + 1));
        }
        return variables;
    }

    /** {@code k:v,k:v}; as a JSON object where that could be read in another way. */
    static String text(Map<String, String> pairs) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            if (isAmbiguous(pair.getKey()) || isAmbiguous(pair.getValue())) {
                return JSON.toJson(pairs);
            }
            text.append(text.isEmpty() ? "" : ",")
                    .append(pair.getKey())
                    .append(':')
                    .append(pair.getValue());
        }
        return text.toString();
    }

    private static boolean isAmbiguous(String part) {
        return part.isEmpty() || part.startsWith("{") || part.contains(":") || part.contains(",");
    }
}
