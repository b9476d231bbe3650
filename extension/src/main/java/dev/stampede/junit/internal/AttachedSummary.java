package dev.stampede.junit.internal;

import dev.stampede.options.Given;
import dev.stampede.options.Problems;
import dev.stampede.run.LoadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The summary of a load test, in the format of {@code --summary-export}, as a file that JUnit keeps with it. The run writes
 * one file: where the user wants it, else to a temporary place; JUnit is given a copy. For one run, by the thread of JUnit.
 */
final class AttachedSummary {
    private static final System.Logger logger = System.getLogger(AttachedSummary.class.getName());
    private static final String SETTING = "attach";
    private static final String NAME = "summary.json";

    private final ExtensionContext context;
    private final LoadOptions options;
    private final boolean on;
    private final @Nullable Path temporary;

    private AttachedSummary(ExtensionContext context, LoadOptions options, boolean on, @Nullable Path temporary) {
        this.context = context;
        this.options = options;
        this.on = on;
        this.temporary = temporary;
    }

    /** Refuses a {@code stampede.attach} that is neither true nor false. */
    static void check(Surroundings surroundings, Problems problems) {
        Given<String> given = surroundings.find(SETTING, null);
        if (given != null && !is(given, "true") && !is(given, "false")) {
            problems.add(given.source(), "'" + given.value() + "' is neither true nor false", "Use one, or remove it.");
        }
    }

    /** Makes room for the summary of the run that is about to start. */
    static AttachedSummary of(ExtensionContext context, LoadOptions options) {
        Given<String> given = Surroundings.of(context).find(SETTING, null);
        boolean on = given == null || !is(given, "false");
        if (!on || options.summaryExport() != null) {
            return new AttachedSummary(context, options, on, null);
        }
        try {
            Path file = Files.createTempFile("stampede-", ".json");
            return new AttachedSummary(
                    context, options.toBuilder().summaryExport(file).build(), true, file);
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, "no summary is attached", e);
            return new AttachedSummary(context, options, false, null);
        }
    }

    private static boolean is(Given<String> given, String value) {
        return given.value().strip().toLowerCase(Locale.ROOT).equals(value);
    }

    /** Options that have the run write it. */
    LoadOptions options() {
        return options;
    }

    /**
     * Attaches what was written, if anything was. JUnit before 5.14 cannot, whoever runs tests without a launcher may not
     * keep files, and a disk may be full: none of it changes what the load test came to.
     *
     * @param wanted false when JUnit has done with the test already
     */
    void attach(boolean wanted) {
        try {
            Path file = options.summaryExport();
            if (wanted && on && file != null && Files.exists(file) && Files.size(file) > 0) {
                context.publishFile(
                        NAME,
                        MediaType.APPLICATION_JSON,
                        attached -> Files.copy(file, attached, StandardCopyOption.REPLACE_EXISTING));
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            logger.log(System.Logger.Level.DEBUG, "the summary is not attached", e);
        } finally {
            delete();
        }
    }

    private void delete() {
        try {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            logger.log(System.Logger.Level.DEBUG, temporary + " is left behind", e);
        }
    }
}
