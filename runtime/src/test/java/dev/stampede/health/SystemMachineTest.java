package dev.stampede.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemMachineTest {

    @Test
    void totals_areThoseOfThisProcess() {
        Machine machine = Machine.system();
        long before = machine.cpuNanos();
        long began = System.nanoTime();
        while (machine.cpuNanos() <= before) {
            assertThat(System.nanoTime() - began).isLessThan(30_000_000_000L);
        }

        assertThat(machine.processors())
                .isPositive()
                .isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(before).isNotNegative();
        assertThat(machine.gcPauseMillis()).isNotNegative();
        assertThat(machine.load()).isLessThanOrEqualTo(1);
    }

    /** Names of the JVM's collectors. */
    @ParameterizedTest
    @CsvSource({
        "G1 Young Generation, true",
        "G1 Old Generation, true",
        "G1 Concurrent GC, true", // remark and cleanup, which are pauses
        "Copy, true",
        "PS MarkSweep, true",
        "ZGC Minor Pauses, true",
        "ZGC Major Cycles, false",
        "ZGC Cycles, false",
        "Shenandoah Pauses, true",
        "Shenandoah Cycles, false"
    })
    void collectors_thatWorkBesideTheProgram_areNoPauses(String collector, boolean pauses) {
        assertThat(SystemMachine.countsPauses(collector)).isEqualTo(pauses);
    }
}
