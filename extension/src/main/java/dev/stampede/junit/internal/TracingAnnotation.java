package dev.stampede.junit.internal;

import dev.stampede.junit.Tracing;
import dev.stampede.options.OptionLayer;
import dev.stampede.options.Setting;
import java.lang.reflect.AnnotatedElement;
import org.junit.platform.commons.support.AnnotationSupport;

/** What the nearest {@link Tracing} says. Pure functions. */
final class TracingAnnotation {
    private static final double NOT_SET = -1;

    private TracingAnnotation() {}

    /** The method's own, else that of its class, else of an enclosing class; nothing when there is none. */
    static void read(Site site, OptionLayer.Builder layer) {
        if (read(site.method(), "@Tracing on " + site.runName() + "()", layer)) {
            return;
        }
        for (Class<?> type : site.typesOutermostFirst().reversed()) {
            if (read(type, "@Tracing on " + type.getSimpleName(), layer)) {
                return;
            }
        }
    }

    private static boolean read(AnnotatedElement element, String where, OptionLayer.Builder layer) {
        Tracing tracing =
                AnnotationSupport.findAnnotation(element, Tracing.class).orElse(null);
        if (tracing == null) {
            return false;
        }
        layer.set(Setting.TRACE_PROPAGATION, tracing.propagator().key(), where);
        if (tracing.sampling() != NOT_SET) {
            layer.set(Setting.TRACE_SAMPLING, tracing.sampling(), where);
        }
        if (!tracing.link().isEmpty()) {
            layer.set(Setting.TRACE_LINK, tracing.link(), where);
        }
        return true;
    }
}
