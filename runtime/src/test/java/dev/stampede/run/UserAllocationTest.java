package dev.stampede.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.stampede.engine.LoadProfile.PerVuIterations;
import dev.stampede.testing.AllowedBytes;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FEW = 100;
    private static final int MANY = 2_100;

    @TempDir
    private Path folder;

    /** By what a run with many allocates more than one with few. */
    @Test
    void userThatOnlySleeps_allocatesLittleFromItsStartToItsEnd() {
        long warm = allocated(MANY);
        long few = Long.MAX_VALUE; // the least of each: others allocate at the same time
        long many = Long.MAX_VALUE;
        for (int round = 0; round < 4; round++) {
            few = Math.min(few, allocated(FEW));
            many = Math.min(many, allocated(MANY));
        }

        assertThat(warm).isPositive();
        assertThat((double) (many - few) / (MANY - FEW)).isBetween(0.0, AllowedBytes.SLEEPING_USER);
    }

    private long allocated(int users) {
        LoadOptions options = LoadOptions.builder("sleepers")
                .profile(new PerVuIterations(users, 1, Duration.ofMinutes(1)))
                .folder(folder)
                .quiet(true)
                .warmUp(WarmUp.OFF) // allocates what its time allows
                .build();
        long before = THREADS.getTotalThreadAllocatedBytes();
        RunReport report = LoadRunner.run(options, scope -> () -> scope.vu().sleep("100ms"));
        long after = THREADS.getTotalThreadAllocatedBytes();
        assertThat(report.value("iterations", "count")).isEqualTo(users);
        return after - before;
    }
}
