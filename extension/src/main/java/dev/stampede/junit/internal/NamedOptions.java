package dev.stampede.junit.internal;

import dev.stampede.options.JsonLayer;
import dev.stampede.options.OptionLayer;
import dev.stampede.options.Problems;
import dev.stampede.options.Setting;
import dev.stampede.run.LoadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Options that a load test names: those a static method returns, or a k6 options file.
 *
 * @param base what upper layers refine
 * @param layer what the file says, or of the method's options what makes up the load
 * @param atLaunch whether they were named when the tests were started, not in their source
 */
record NamedOptions(LoadOptions.Builder base, OptionLayer layer, boolean atLaunch) {
    private static final OptionLayer NOTHING = OptionLayer.builder().build();

    /** No options are named. */
    static NamedOptions none(String runName) {
        return new NamedOptions(LoadOptions.builder(runName), NOTHING, false);
    }

    /**
     * Reads them; what is wrong is added to the problems.
     *
     * @param name name of a method of the test class, or path of a file: on the class path, beside the test class or at the
     *     root, else in the file system
     * @param source who names it, such as {@code @LoadTest on CheckoutLoad.checkout()}
     * @param atLaunch whether that was said when the tests were started
     */
    static NamedOptions of(Site site, String name, String source, boolean atLaunch, Problems problems) {
        NamedOptions none = none(site.runName());
        Method method = method(site, name);
        if (method != null) {
            LoadOptions options = call(method, source, problems);
            return options == null ? none : of(options, method.getName() + "()", atLaunch);
        }
        String json = file(site.type(), name, source, problems);
        return json == null
                ? none
                : new NamedOptions(none.base(), JsonLayer.read(json, "options file " + name, problems), atLaunch);
    }

    private static NamedOptions of(LoadOptions options, String source, boolean atLaunch) {
        OptionLayer.Builder layer = OptionLayer.builder().set(Setting.SCENARIOS, options.scenarios(), source);
        if (!options.thresholds().isEmpty()) {
            layer.set(Setting.THRESHOLDS, options.thresholds(), source);
        }
        return new NamedOptions(options.toBuilder(), layer.build(), atLaunch);
    }

    private static @Nullable Method method(Site site, String name) {
        for (Class<?> type : site.typesOutermostFirst().reversed()) {
            Method found = ReflectionSupport.findMethod(type, name).orElse(null);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable LoadOptions call(Method method, String source, Problems problems) {
        String what = method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
        if (!ModifierSupport.isStatic(method) || !LoadOptions.class.isAssignableFrom(method.getReturnType())) {
            problems.add(
                    source,
                    "options names the method " + what + ", which must be static and return LoadOptions",
                    "Change it, or name another.");
            return null;
        }
        try {
            Object options = ReflectionSupport.invokeMethod(method, null);
            if (options instanceof LoadOptions made) {
                return made;
            }
            problems.add(source, "the method " + what + ", which options names, returned null", "Return LoadOptions.");
        } catch (RuntimeException e) {
            problems.add(source, "the method " + what + ", which options names, threw " + e, "Mend it.");
        }
        return null;
    }

    private static @Nullable String file(Class<?> type, String name, String source, Problems problems) {
        try {
            for (String resource : List.of(name, "/" + name)) {
                try (InputStream in = type.getResourceAsStream(resource)) {
                    if (in != null) {
                        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    }
                }
            }
            Path path = Path.of(name);
            if (Files.isRegularFile(path)) {
                return Files.readString(path);
            }
        } catch (IOException | InvalidPathException e) {
            problems.add(source, "the options file " + name + " cannot be read: " + e, "Correct it, or name another.");
            return null;
        }
        problems.add(
                source,
                "options names \"" + name + "\", which is neither a method of " + type.getSimpleName()
                        + " without parameters nor a file on the class path or in the working directory",
                "Correct the name.");
        return null;
    }
}
