package dev.stampede.health;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the JVM's management beans; they are looked up when first asked, which takes some milliseconds. */
final class SystemMachine implements Machine {
    private @Nullable Beans beans;

    /**
     * The beans.
     *
     * @param system null in a JVM that has none of this kind
     */
    private record Beans(
            com.sun.management.@Nullable OperatingSystemMXBean system,
            List<GarbageCollectorMXBean> collectors,
            double cpuLimit) {}

    private Beans beans() {
        Beans known = beans;
        if (known == null) {
            known = new Beans(
                    system(),
                    ManagementFactory.getGarbageCollectorMXBeans().stream()
                            .filter(bean -> countsPauses(bean.getName()))
                            .toList(),
                    CpuLimit.of(Path.of("/")));
            beans = known;
        }
        return known;
    }

    private static com.sun.management.@Nullable OperatingSystemMXBean system() {
        try {
            return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean bean
                    ? bean
                    : null;
        } catch (LinkageError e) {
            return null; // a runtime image without the module jdk.management
        }
    }

    /**
     * Of ZGC and Shenandoah, {@code … Cycles} is the time the collector works beside the program, and {@code … Pauses} what
     * counts. {@code G1 Concurrent GC}, its name notwithstanding, is the pauses (remark and cleanup) of concurrent marking.
     */
    static boolean countsPauses(String collector) {
        return !collector.endsWith("Cycles");
    }

    @Override
    public double processors() {
        // the JVM rounds a limit up: whoever has half a processor would never seem busy
        return Math.min(Runtime.getRuntime().availableProcessors(), beans().cpuLimit());
    }

    @Override
    public long cpuNanos() {
        com.sun.management.OperatingSystemMXBean system = beans().system();
        return system == null ? -1 : system.getProcessCpuTime();
    }

    @Override
    public double load() {
        com.sun.management.OperatingSystemMXBean system = beans().system();
        return system == null ? -1 : system.getCpuLoad();
    }

    @Override
    public long gcPauseMillis() {
        return beans().collectors().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .filter(millis -> millis > 0)
                .sum();
    }
}
