package dev.stampede.junit.internal;

import dev.stampede.junit.Report;
import dev.stampede.options.OptionLayer;
import dev.stampede.options.Setting;
import java.lang.reflect.AnnotatedElement;
import org.junit.platform.commons.support.AnnotationSupport;

/** What the nearest {@link Report} says. Pure functions. */
final class ReportAnnotation {
    private static final String STANDARD = "true";

    private ReportAnnotation() {}

    /** The method's own, else that of its class, else of an enclosing class; nothing when there is none. */
    static void read(Site site, OptionLayer.Builder layer) {
        if (read(site.method(), "@Report on " + site.runName() + "()", layer)) {
            return;
        }
        for (Class<?> type : site.typesOutermostFirst().reversed()) {
            if (read(type, "@Report on " + type.getSimpleName(), layer)) {
                return;
            }
        }
    }

    private static boolean read(AnnotatedElement element, String where, OptionLayer.Builder layer) {
        Report report = AnnotationSupport.findAnnotation(element, Report.class).orElse(null);
        if (report == null) {
            return false;
        }
        layer.set(Setting.REPORT, report.value().isBlank() ? STANDARD : report.value(), where);
        return true;
    }
}
