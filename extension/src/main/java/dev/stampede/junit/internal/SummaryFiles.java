package dev.stampede.junit.internal;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Who writes summary and report where: one file is given for all load tests that JUnit is started with, and a later one must not
 * overwrite what an earlier one has written. Thread-safe.
 */
final class SummaryFiles {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(SummaryFiles.class);

    private final Set<Path> taken = new HashSet<>();

    /** Those of all load tests of this start, several classes and command line targets included. */
    static SummaryFiles of(ExtensionContext context) {
        return context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, STORE)
                .getOrComputeIfAbsent(SummaryFiles.class, type -> new SummaryFiles(), SummaryFiles.class);
    }

    /**
     * The file of a run: for the first that asks for it the one that is given, for others one beside it with the run's name,
     * such as {@code summary-ShopTest.browse.json}, and a number if it is not the first of that name either.
     */
    synchronized Path take(Path given, String runName) {
        Path file = given;
        for (int number = 1; !taken.add(file.toAbsolutePath().normalize()); number++) {
            file = beside(given, "-" + runName + (number == 1 ? "" : "-" + number));
        }
        return file;
    }

    private static Path beside(Path given, String suffix) {
        @Nullable Path last = given.getFileName();
        String name = last == null ? "" : last.toString();
        int dot = name.lastIndexOf('.');
        int end = dot > 0 ? dot : name.length();
        return given.resolveSibling(name.substring(0, end) + suffix + name.substring(end));
    }
}
