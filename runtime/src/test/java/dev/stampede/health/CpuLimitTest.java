package dev.stampede.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuLimitTest {
    private static final double NONE = Double.POSITIVE_INFINITY;

    @TempDir
    Path root;

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    @Test
    void container_hasPartsOfProcessors() throws IOException {
        file("proc/self/cgroup", "0::/");
        file("sys/fs/cgroup/cpu.max", "50000 100000");

        assertThat(CpuLimit.of(root)).isEqualTo(0.5);
    }

    @Test
    void groupsWithinGroups_haveTheLeast() throws IOException {
        file("proc/self/cgroup", "0::/user/build/job");
        file("sys/fs/cgroup/user/cpu.max", "150000 100000");
        file("sys/fs/cgroup/user/build/job/cpu.max", "max 100000");

        assertThat(CpuLimit.of(root)).isEqualTo(1.5);
    }

    @Test
    void version1_hasFilesOfItsOwn_andMayShowAnotherPathOutside() throws IOException {
        file("proc/self/cgroup", "5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n1:name=systemd:/docker/abc\n0::/");
        file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "20000");
        file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "60000");

        assertThat(CpuLimit.of(root)).isCloseTo(0.333, within(0.001));
    }

    @Test
    void withoutALimit_itIsInfinite() throws IOException {
        assertThat(CpuLimit.of(root)).as("no such files").isEqualTo(NONE);

        file("proc/self/cgroup", "4:cpu,cpuacct:/\n0::/../other");
        file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1");
        file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
        file("sys/fs/cgroup/cpu.max", "max 100000");
        assertThat(CpuLimit.of(root)).isEqualTo(NONE);

        file("sys/fs/cgroup/cpu.max", "what is this");
        assertThat(CpuLimit.of(root)).as("not understood").isEqualTo(NONE);
    }
}
