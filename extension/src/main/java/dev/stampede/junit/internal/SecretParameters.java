package dev.stampede.junit.internal;

import dev.stampede.junit.Secret;
import dev.stampede.options.Given;
import dev.stampede.options.Problems;
import dev.stampede.output.SecretSource;
import dev.stampede.secrets.LocalSecrets;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parameters that are secrets of the run, and where those come from besides the cloud. */
final class SecretParameters {
    private static final String KEY = "secretSource";
    private static final String VARIABLE = "K6_SECRET_SOURCE";

    private SecretParameters() {}

    /** Name of the secret that a parameter is; null if it is none. */
    static @Nullable String name(Parameter parameter) {
        Secret secret = parameter.getAnnotation(Secret.class);
        return secret == null ? null : secret.value();
    }

    /** The secrets that the methods of a load test take, in their order; what is wrong is added to the problems. */
    static Set<String> names(Site site, ScenarioMethods scenarios, LifecycleMethods around, Problems problems) {
        Set<String> names = new LinkedHashSet<>();
        methods(site, scenarios, around).forEach(method -> {
            for (Parameter parameter : method.getParameters()) {
                String name = name(parameter);
                if (name != null) {
                    check(method, parameter, name, problems);
                    names.add(name);
                }
            }
        });
        return names;
    }

    private static Stream<Method> methods(Site site, ScenarioMethods scenarios, LifecycleMethods around) {
        return Stream.of(
                        Stream.of(site.method()),
                        scenarios.all().stream().map(ScenarioMethods.Body::method),
                        Stream.of(
                                        around.beforeRun(),
                                        around.beforeVu(),
                                        around.beforeEach(),
                                        around.afterEach(),
                                        around.afterVu(),
                                        around.afterRun())
                                .flatMap(List::stream)
                                .map(LifecycleMethods.Call::method))
                .flatMap(methods -> methods)
                .distinct();
    }

    private static void check(Method method, Parameter parameter, String name, Problems problems) {
        String where = "@Secret(\"" + name + "\") in "
                + method.getDeclaringClass().getSimpleName() + "." + method.getName() + "()";
        if (parameter.getType() != String.class) {
            problems.add(
                    where,
                    "a secret is a text, but the parameter is of type "
                            + parameter.getType().getSimpleName(),
                    "Make it a String.");
        }
        if (name.isBlank()) {
            problems.add(where, "the secret has no name", "Give the name that it has where it is kept.");
        }
    }

    /** Where secrets are looked up before the cloud is asked; null for nowhere else. */
    static @Nullable SecretSource source(Surroundings surroundings, Problems problems) {
        Given<String> given = surroundings.find(KEY, VARIABLE);
        if (given == null) {
            return null;
        }
        try {
            return LocalSecrets.of(given.value());
        } catch (IllegalArgumentException e) {
            problems.add(
                    given.source(),
                    String.valueOf(e.getMessage()),
                    "Give mock=name=value,name2=value2, or file=path of a file with a line name=value for each secret.");
            return null;
        }
    }
}
