package dev.stampede.junit.internal;

import dev.stampede.Http;
import dev.stampede.Vu;
import dev.stampede.run.VuScope;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;

/** The parameters of a load test method that data may fill: neither the virtual user's nor clearly JUnit's. */
final class DataParameters {
    private static final List<Class<?>> OTHERS =
            List.of(Vu.class, Http.class, OkHttpClient.class, TestInfo.class, TestReporter.class);

    private DataParameters() {}

    /** Their indexes among all parameters of the method. */
    static List<Integer> of(Method method) {
        Parameter[] parameters = method.getParameters();
        return IntStream.range(0, parameters.length)
                .filter(i -> mayBeFilled(parameters[i]))
                .boxed()
                .toList();
    }

    private static boolean mayBeFilled(Parameter parameter) {
        return !OTHERS.contains(parameter.getType())
                && !VuScope.hasClient(parameter.getType())
                && SecretParameters.name(parameter) == null
                && !AnnotationSupport.isAnnotated(parameter, TempDir.class);
    }

    /** Whether nobody but data could fill it. */
    static boolean needsData(Parameter parameter) {
        Class<?> type = parameter.getType();
        return parameter.getAnnotations().length == 0
                && (type.isPrimitive() || type == String.class || type.isEnum() || Number.class.isAssignableFrom(type));
    }

    /** {@code parameter 2 (int quantity)}, counted from 1. */
    static String describe(Method method, int index) {
        Parameter parameter = method.getParameters()[index];
        String type = parameter.getType().getSimpleName();
        return "parameter " + (index + 1) + " (" + (parameter.isNamePresent() ? type + " " + parameter.getName() : type)
                + ")";
    }
}
