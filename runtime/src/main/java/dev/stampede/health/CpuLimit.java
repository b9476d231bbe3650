package dev.stampede.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limit that Linux control groups, and so containers, set to the processors of a process. The JVM tells it rounded up to
 * whole ones only.
 */
final class CpuLimit {
    private static final double NONE = Double.POSITIVE_INFINITY;

    private CpuLimit() {}

    /**
     * Processors that this process may use; infinite where nothing limits it or says so.
     *
     * @param root of the file system
     */
    static double of(Path root) {
        try {
            return Files.readAllLines(root.resolve("proc/self/cgroup")).stream()
                    .mapToDouble(line -> ofGroup(root.resolve("sys/fs/cgroup"), line))
                    .min()
                    .orElse(NONE);
        } catch (IOException | RuntimeException e) {
            return NONE; // another system, or one that does not let us look
        }
    }

    /** @param line such as {@code 0::/my/group} (version 2) or {@code 4:cpu,cpuacct:/my/group} (version 1) */
    private static double ofGroup(Path mount, String line) {
        String[] parts = line.split(":", 3);
        boolean version2 = parts[1].isEmpty();
        if (!version2 && !List.of(parts[1].split(",")).contains("cpu")) {
            return NONE;
        }
        Path top = version2 ? mount : mount.resolve("cpu");
        double least = NONE;
        // seen from within a container, the group's own folder may be missing, and the top be its own
        for (Path folder = top.resolve(parts[2].substring(1)).normalize();
                folder != null && folder.startsWith(top);
                folder = folder.getParent()) {
            least = Math.min(least, version2 ? version2(folder) : version1(folder));
        }
        return least;
    }

    private static double version2(Path folder) {
        String text = read(folder.resolve("cpu.max"));
        if (text == null || text.startsWith("max")) {
            return NONE;
        }
        String[] quotaAndPeriod = text.split(" ", 2);
        return Double.parseDouble(quotaAndPeriod[0]) / Double.parseDouble(quotaAndPeriod[1]);
    }

    private static double version1(Path folder) {
        String quota = read(folder.resolve("cpu.cfs_quota_us"));
        String period = read(folder.resolve("cpu.cfs_period_us"));
        return quota == null || period == null || quota.startsWith("-")
                ? NONE
                : Double.parseDouble(quota) / Double.parseDouble(period);
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return null;
        }
    }
}
