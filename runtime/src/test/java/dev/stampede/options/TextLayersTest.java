package dev.stampede.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextLayersTest {
    private static List<String> environmentProblems(Map<String, String> environment) {
        Problems problems = new Problems();
        OptionLayer unused = EnvironmentLayer.read(environment, problems);
        return problems.all();
    }

    private static List<String> parameterProblems(Map<String, String> parameters) {
        Problems problems = new Problems();
        OptionLayer unused = ParameterLayer.read(parameters::get, Set.of(), problems);
        return problems.all();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "K6_VUS | many | strconv.ParseInt: parsing \"many\": invalid syntax. Use a whole number such as 10, or"
                        + " remove it.",
                "K6_VUS | 1.5 | strconv.ParseInt: parsing \"1.5\": invalid syntax. Use a whole number such as 10, or"
                        + " remove it.",
                "K6_VUS | 3000000000 | strconv.ParseInt: parsing \"3000000000\": value out of range. Use a whole number"
                        + " such as 10, or remove it.",
                "K6_ITERATIONS | 0x10 | strconv.ParseInt: parsing \"0x10\": invalid syntax. Use a whole number such as"
                        + " 10, or remove it.",
                "K6_DURATION | abc | time: invalid duration \"abc\". Use numbers with units, such as 300ms, 30s or"
                        + " 1m30s, or remove it.",
                "K6_SETUP_TIMEOUT | 1d-1h | invalid time format '-1h'. Use numbers with units, such as 300ms, 30s or"
                        + " 1m30s, or remove it.",
                "K6_NO_SETUP | t | invalid input:t. Use true or false, or remove it.",
                "K6_NO_SETUP | 1 | invalid input:1. Use true or false, or remove it.",
                "K6_NO_THRESHOLDS | yes | not a valid boolean value: strconv.ParseBool: parsing \"yes\": invalid syntax."
                        + " Use true or false, or remove it.",
                "K6_STAGES | 1:2 | time: missing unit in duration \"1\". Use a list of durations and targets, such as"
                        + " 10s:5,1m:0, or remove it.",
                "K6_STAGES | 1d:2 | time: unknown unit \"d\" in duration \"1d\". Use a list of durations and targets,"
                        + " such as 10s:5,1m:0, or remove it.",
                "K6_STAGES | 10s:x | strconv.ParseInt: parsing \"x\": invalid syntax. Use a list of durations and"
                        + " targets, such as 10s:5,1m:0, or remove it.",
                "K6_TAGS | a:b,c | invalid map item: \"c\". Use names and values, such as team:web,region:eu, or remove"
                        + " it.",
                "K6_TAGS | a:b:c | invalid map item: \"a:b:c\". Use names and values, such as team:web,region:eu, or"
                        + " remove it.",
                "K6_SYSTEM_TAGS | metod | there is no system tag 'metod'; did you mean 'method'? Use names of system tags,"
                        + " such as method,status, or remove it.",
                "K6_SUMMARY_TREND_STATS | avg,p95 | invalid trend stat 'p95', unknown format. Use avg, min, med, max,"
                        + " count or p(N), such as avg,p(95), or remove it.",
                "K6_THRESHOLDS | x | thresholds cannot be given as text. Give thresholds in an options file or by"
                        + " annotations, and remove this."
            })
    void variableThatCannotBeRead_isAnErrorWithItsName(String variable, String text, String problem) {
        assertThat(environmentProblems(Map.of(variable, text)))
                .containsExactly("environment variable " + variable + ": " + problem);
    }

    @Test
    void parameterThatCannotBeRead_isAnErrorWithItsName() {
        assertThat(parameterProblems(Map.of("stampede.vus", "many", "stampede.scenarios", "{}")))
                .containsExactly(
                        "configuration parameter 'stampede.vus': strconv.ParseInt: parsing \"many\": invalid syntax. Use a"
                                + " whole number such as 10, or remove it.",
                        "configuration parameter 'stampede.scenarios': scenarios cannot be given as text. Give scenarios"
                                + " in an options file or by annotations, and remove this.");
    }

    @Test
    void wrongItemOfEnv_isNotQuoted() {
        assertThat(parameterProblems(Map.of("stampede.env", "PASSWORD:a,hunter2")))
                .containsExactly(
                        "configuration parameter 'stampede.env': invalid map item. Use names and values, such as"
                                + " team:web,region:eu, or remove it.");
    }

    @Test
    void emptyTexts_sayNothingButEmptyLists() {
        Problems problems = new Problems();
        OptionLayer layer = EnvironmentLayer.read(
                Map.of(
                        "K6_VUS", "",
                        "K6_DURATION", "",
                        "K6_NO_SETUP", "",
                        "K6_USER_AGENT", "",
                        "K6_TAGS", "",
                        "K6_THRESHOLDS", "",
                        "K6_RPS", "",
                        "K6_SUMMARY_TREND_STATS", ""),
                problems);

        assertThat(problems.all()).isEmpty();
        assertThat(layer.values().keySet()).containsExactly(Setting.SUMMARY_TREND_STATS);
        assertThat(layer.get(Setting.SUMMARY_TREND_STATS))
                .isEqualTo(new Given<>(List.of(), "environment variable K6_SUMMARY_TREND_STATS", "\"\""));
    }

    @Test
    void durations_areShownAsTheyWereWritten() {
        OptionLayer layer =
                ParameterLayer.read(key -> key.equals("stampede.duration") ? "90000" : null, Set.of(), new Problems());

        Given<Duration> duration = Objects.requireNonNull(layer.get(Setting.DURATION));
        assertThat(duration.value()).isEqualTo(Duration.ofSeconds(90));
        assertThat(duration.quote("duration"))
                .isEqualTo("duration = \"90000\" (from configuration parameter 'stampede.duration')");
    }

    @Test
    void flags_areReadLikeVariables() {
        Problems problems = new Problems();
        OptionLayer layer = OptionLayer.builder()
                .read(Setting.VUS, "5", "flag --vus", problems)
                .read(Setting.DURATION, "soon", "flag --duration", problems)
                .build();

        assertThat(layer.get(Setting.VUS)).isEqualTo(new Given<>(5, "flag --vus", "5"));
        assertThat(problems.all())
                .singleElement()
                .asString()
                .startsWith("flag --duration: time: invalid duration \"soon\"");
    }

    @Test
    void optionsWithoutInfluence_areListedAsIgnored() {
        Problems problems = new Problems();
        OptionLayer layer = EnvironmentLayer.read(Map.of("K6_NO_USAGE_REPORT", "true", "K6_PAUSED", "false"), problems);

        assertThat(problems.all()).isEmpty();
        assertThat(layer.ignored())
                .containsExactly(
                        "noUsageReport (from environment variable K6_NO_USAGE_REPORT)",
                        "paused (from environment variable K6_PAUSED)");
    }

    @Test
    void optionsThatChangeTheLoad_areErrors() {
        assertThat(environmentProblems(Map.of("K6_PAUSED", "true", "K6_TLSAUTH", "[]")))
                .containsExactly(
                        "environment variable K6_TLSAUTH: tlsAuth cannot be given as text. Give tlsAuth in an options"
                                + " file, and remove this.",
                        "environment variable K6_PAUSED: paused is not supported yet, given as true. Use false, or remove"
                                + " it.");
    }

    @Test
    void emptyUserAgent_isNoneForParametersAndFlagsButSaysNothingAsAVariable() {
        Problems problems = new Problems();
        OptionLayer parameters =
                ParameterLayer.read(key -> key.equals("stampede.userAgent") ? "" : null, Set.of(), problems);
        OptionLayer flags = FlagLayer.read(key -> key.equals(FlagLayer.PREFIX + "userAgent") ? "" : null, problems);
        OptionLayer variables = EnvironmentLayer.read(Map.of("K6_USER_AGENT", ""), problems);
        assertThat(Objects.requireNonNull(parameters.get(Setting.USER_AGENT)).value())
                .isEmpty();
        assertThat(Objects.requireNonNull(flags.get(Setting.USER_AGENT)).value())
                .isEmpty();
        assertThat(variables.get(Setting.USER_AGENT)).isNull();
        assertThat(problems.all()).isEmpty();
    }
}
