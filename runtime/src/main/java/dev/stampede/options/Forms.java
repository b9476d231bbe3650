package dev.stampede.options;

import dev.stampede.clock.Durations;
import dev.stampede.engine.Scenario;
import dev.stampede.http.AddressBlock;
import dev.stampede.http.DnsOptions;
import dev.stampede.http.HostPatterns;
import dev.stampede.http.LocalIps;
import dev.stampede.metrics.Aggregation;
import dev.stampede.metrics.GoText;
import dev.stampede.metrics.MetricType;
import dev.stampede.metrics.NearNames;
import dev.stampede.metrics.SystemTag;
import dev.stampede.thresholds.ThresholdSpec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of values there are. What is read, and the texts of errors, are k6's. (k6: {@code lib/options.go}.) */
final class Forms {
    static final Form<Integer> COUNT = new Form<>(
            "a whole number such as 10",
            text -> text.isEmpty() ? null : (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE),
            JsonNode::count,
            String::valueOf);

    static final Form<Long> WHOLE = new Form<>(
            "a whole number such as 10",
            text -> text.isEmpty() ? null : whole(text, Long.MIN_VALUE, Long.MAX_VALUE),
            JsonNode::whole,
            String::valueOf);

    static final Form<Double> NUMBER = new Form<>(
            "a number such as 0.1", text -> text.isEmpty() ? null : number(text), JsonNode::number, String::valueOf);

    static final Form<Boolean> FLAG =
            new Form<>("true or false", text -> text.isEmpty() ? null : flag(text), JsonNode::flag, String::valueOf);

    /** Of those few that k6 reads in another way. (k6: {@code internal/cmd/runtime_options.go}.) */
    static final Form<Boolean> WIDE_FLAG =
            new Form<>("true or false", text -> text.isEmpty() ? null : wideFlag(text), null, String::valueOf);

    static final Form<Duration> DURATION = new Form<>(
            "numbers with units, such as 300ms, 30s or 1m30s",
            text -> text.isEmpty() ? null : Durations.parse(text),
            JsonNode::duration,
            Given::shown);

    static final Form<String> TEXT =
            new Form<>("a text", text -> text.isEmpty() ? null : text, JsonNode::text, Given::shown);

    /** None at all is said by an empty one. */
    static final Form<String> TEXT_OR_NONE = new Form<>("a text", text -> text, JsonNode::text, Given::shown);

    /** Not in files. */
    static final Form<String> RUNTIME_TEXT =
            new Form<>("a text", text -> text.isEmpty() ? null : text, null, Given::shown);

    /** In files only. */
    static final Form<Map<String, Object>> CLOUD = new Form<>("an object", null, Forms::object, Secrets::show);

    static final Form<List<GivenStage>> STAGES = new Form<>(
            "a list of durations and targets, such as 10s:5,1m:0",
            Forms::stages,
            StageJson::read,
            stages -> stages.stream().map(GivenStage::text).collect(Collectors.joining(",", "\"", "\"")));

    /** In files only. */
    static final Form<List<Scenario>> SCENARIOS = new Form<>(
            "an object",
            null,
            ScenarioJson::read,
            scenarios -> scenarios.stream().map(Scenario::name).collect(Collectors.joining(", ", "[", "]")));

    /** In files only. */
    static final Form<List<ThresholdSpec>> THRESHOLDS = new Form<>(
            "an object",
            null,
            ThresholdJson::read,
            specs -> specs.stream()
                    .map(spec -> spec.metric() + " " + spec.expression())
                    .collect(Collectors.joining(", ", "[", "]")));

    /** In files only. */
    static final Form<Map<String, InetSocketAddress>> HOSTS =
            new Form<>("an object", null, HostJson::read, HostJson::show);

    static final Form<DnsOptions> DNS =
            new Form<>("such as ttl=5m,select=random,policy=preferIPv4", DnsForm::read, DnsForm::read, DnsForm::show);

    static final Form<List<String>> BLOCK_HOSTNAMES = new Form<>(
            "names and patterns, such as shop.test,*.example.com",
            text -> text.isEmpty() ? null : hostnames(list(text)),
            node -> strings(node, Forms::hostnames),
            names -> "\"" + String.join(",", names) + "\"");

    static final Form<List<AddressBlock>> BLACKLIST_IPS = new Form<>(
            "networks such as 10.0.0.0/8",
            text -> networks(list(text)),
            node -> strings(node, Forms::networks),
            blocks -> blocks.stream().map(AddressBlock::toString).collect(Collectors.joining(",", "\"", "\"")));

    /** Not in files. */
    static final Form<LocalIps> LOCAL_IPS = new Form<>(
            "addresses, ranges and networks, such as 10.0.0.5,10.0.1.1-10.0.1.9,10.0.2.0/24",
            text -> text.isEmpty() ? null : LocalIps.parse(text),
            null,
            ips -> Given.shown(ips.toString()));

    static final Form<Map<String, String>> TAGS = map(String::valueOf);

    static final Form<Map<String, String>> ENV = map(Secrets::names);

    static final Form<Set<SystemTag>> SYSTEM_TAGS = new Form<>(
            "names of system tags, such as method,status",
            text -> systemTags(list(text)),
            node -> strings(node, Forms::systemTags),
            tags -> tags.stream().map(SystemTag::key).collect(Collectors.joining(",", "\"", "\"")));

    static final Form<List<String>> TREND_STATS = new Form<>(
            "avg, min, med, max, count or p(N), such as avg,p(95)",
            text -> trendStats(list(text)),
            node -> strings(node, Forms::trendStats),
            stats -> "\"" + String.join(",", stats) + "\"");

    private Forms() {}

    private static double number(String text) {
        try {
            return new BigDecimal(text.strip()).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a number", e);
        }
    }

    private static Form<Map<String, String>> map(Function<Map<String, String>, String> show) {
        return new Form<>("names and values, such as team:web,region:eu", Forms::namesAndValues, Forms::texts, show);
    }

    /** An object of JSON may hold what cannot be written otherwise: values with a colon or a comma. k6 has no such thing. */
    private static @Nullable Map<String, String> namesAndValues(String text) {
        if (!text.startsWith("{")) {
            return pairs(text);
        }
        Map<String, String> result = new LinkedHashMap<>();
        if (JsonTree.read(text) instanceof Map<?, ?> object) {
            object.forEach((name, value) -> result.put(String.valueOf(name), String.valueOf(value)));
        }
        return result;
    }

    private static long whole(String text, long least, long most) {
        if (!text.matches("[-+]?[0-9]+")) {
            throw new IllegalArgumentException("strconv.ParseInt: parsing " + GoText.quote(text) + ": invalid syntax");
        }
        BigInteger value = new BigInteger(text);
        if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new IllegalArgumentException(
                    "strconv.ParseInt: parsing " + GoText.quote(text) + ": value out of range");
        }
        return value.longValueExact();
    }

    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("invalid input:" + text);
        };
    }

    private static boolean wideFlag(String text) {
        return switch (text) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default ->
                throw new IllegalArgumentException("not a valid boolean value: strconv.ParseBool: parsing "
                        + GoText.quote(text) + ": invalid syntax");
        };
    }

    /** An empty text is an empty list. */
    static List<String> list(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static @Nullable Map<String, String> pairs(String text) {
        if (text.isBlank()) {
            return null;
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String item : text.split(",", -1)) {
            String[] pair = item.split(":", -1);
            if (pair.length != 2) {
                throw new IllegalArgumentException("invalid map item: " + GoText.quote(item));
            }
            pairs.put(pair[0], pair[1]);
        }
        return Collections.unmodifiableMap(pairs);
    }

    /** An empty object says nothing. (k6: {@code Options.Apply}.) */
    private static @Nullable Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = node.texts();
        return texts.isEmpty() ? null : texts;
    }

    private static @Nullable Map<String, Object> object(JsonNode node) {
        Map<String, Object> object = new LinkedHashMap<>();
        node.members().forEach((key, member) -> object.put(key, member.raw()));
        return object.isEmpty() ? null : Collections.unmodifiableMap(object);
    }

    private static List<GivenStage> stages(String text) {
        List<GivenStage> stages = new ArrayList<>();
        for (String item : list(text)) {
            int colon = item.indexOf(':');
            String duration = colon < 0 ? item : item.substring(0, colon);
            String target = colon < 0 ? "" : item.substring(colon + 1);
            stages.add(new GivenStage(
                    duration.isEmpty() ? null : new Given<>(Durations.parseGo(duration), "", Given.shown(duration)),
                    target.isEmpty()
                            ? null
                            : new Given<>((int) whole(target, Integer.MIN_VALUE, Integer.MAX_VALUE), "", target)));
        }
        return List.copyOf(stages);
    }

    static <T> @Nullable T strings(JsonNode node, Function<List<String>, T> reader) {
        try {
            return reader.apply(node.list(JsonNode::text));
        } catch (IllegalArgumentException e) {
            node.wrong(String.valueOf(e.getMessage()), "Correct or remove it.");
            return null;
        }
    }

    private static List<String> hostnames(List<String> names) {
        for (String name : names) {
            if (!HostPatterns.isPattern(name)) {
                throw new IllegalArgumentException("invalid hostname pattern '" + name + "'");
            }
        }
        return names;
    }

    private static List<AddressBlock> networks(List<String> texts) {
        return texts.stream().map(AddressBlock::parse).toList();
    }

    private static Set<SystemTag> systemTags(List<String> names) {
        Set<SystemTag> tags = EnumSet.noneOf(SystemTag.class);
        for (String name : names) {
            SystemTag tag = SystemTag.of(name);
            if (tag == null) {
                List<String> known =
                        Arrays.stream(SystemTag.values()).map(SystemTag::key).toList();
                throw new IllegalArgumentException(
                        "there is no system tag '" + name + "'" + NearNames.hint(NearNames.of(name, known)));
            }
            tags.add(tag);
        }
        return Collections.unmodifiableSet(tags);
    }

    private static List<String> trendStats(List<String> stats) {
        for (String stat : stats) {
            if (!isTrendStat(stat)) {
                throw new IllegalArgumentException("invalid trend stat '" + stat + "', unknown format");
            }
        }
        return stats;
    }

    private static boolean isTrendStat(String stat) {
        try {
            return Aggregation.parse(stat).supports(MetricType.TREND);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
