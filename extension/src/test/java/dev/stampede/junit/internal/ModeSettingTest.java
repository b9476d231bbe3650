package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stampede.options.Problems;
import dev.stampede.run.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModeSettingTest {
    private static final List<String> DEBUGGER =
            List.of("-Xmx1g", "-agentlib:jdwp=transport=dt_socket,address=127.0.0.1:5005,suspend=y");

    private final Problems problems = new Problems();

    private Mode mode(Map<String, String> parameters, Map<String, String> environment, List<String> jvmArguments) {
        return ModeSetting.of(new Surroundings(parameters::get, environment), jvmArguments, problems);
    }

    @Test
    void nothingGiven_isFull() {
        assertThat(mode(Map.of(), Map.of(), List.of("-Xmx1g"))).isEqualTo(Mode.FULL);
    }

    @Test
    void debugger_isDebug_unlessToldOtherwise() {
        assertThat(mode(Map.of(), Map.of(), DEBUGGER)).isEqualTo(Mode.DEBUG);
        assertThat(mode(Map.of("stampede.mode", "full"), Map.of(), DEBUGGER)).isEqualTo(Mode.FULL);
    }

    @Test
    void flagIsOverEnvironment_andThatOverParameter() {
        Map<String, String> parameter = Map.of("stampede.mode", "debug");
        Map<String, String> variable = Map.of("STAMPEDE_MODE", " Smoke ");
        Map<String, String> flag = Map.of("stampede.mode", "debug", "stampede.flag.mode", "full");

        assertThat(mode(parameter, Map.of(), List.of())).isEqualTo(Mode.DEBUG);
        assertThat(mode(parameter, variable, List.of())).isEqualTo(Mode.SMOKE);
        assertThat(mode(flag, variable, List.of())).isEqualTo(Mode.FULL);
        assertThat(problems.any()).isFalse();
    }

    @Test
    void unknownMode_isNamedWithItsSource() {
        assertThat(mode(Map.of(), Map.of("STAMPEDE_MODE", "slow"), List.of())).isEqualTo(Mode.FULL);
        assertThat(problems.all())
                .containsExactly(
                        "environment variable STAMPEDE_MODE: there is no mode 'slow'. Use one of full, smoke, debug,"
                                + " or remove it.");
    }
}
