package dev.stampede.junit.internal;

import dev.stampede.RunResult;
import dev.stampede.junit.LoadTest;
import dev.stampede.metrics.Printable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Makes one JUnit test of each {@link LoadTest} method, and tells {@code @AfterAll} what they came to. Immutable.
 */
public final class LoadTestExtension implements TestTemplateInvocationContextProvider, ParameterResolver {

    /** Called by JUnit. */
    public LoadTestExtension() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), LoadTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Site site = new Site(
                context.getRequiredTestClass(),
                context.getEnclosingTestClasses(),
                context.getRequiredTestMethod(),
                ClassArguments.of(context));
        LoadTest annotation =
                AnnotationSupport.findAnnotation(site.method(), LoadTest.class).orElseThrow();
        LoadPlan plan = LoadPlan.of(site, annotation, Surroundings.of(context));
        DisplayName.check(site, annotation.value(), plan.problems());
        return Stream.of(new LoadInvocation(plan, Feeds.of(plan, context), annotation.value()));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return AnnotationSupport.isAnnotated(parameter.getDeclaringExecutable(), AfterAll.class)
                && (isResult(parameter.getParameter().getType())
                        || isResults(parameter.getParameter().getParameterizedType()));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        List<RunResult> results = RunResults.of(context);
        if (!isResult(parameter.getParameter().getType())) {
            return results;
        }
        if (results.isEmpty()) {
            throw new ParameterResolutionException("There is no RunResult, as no load test of "
                    + context.getRequiredTestClass().getSimpleName()
                    + " was run. Take a List<RunResult>, which may be empty.");
        }
        return results.getLast();
    }

    private static boolean isResult(Type type) {
        return type == RunResult.class;
    }

    private static boolean isResults(Type type) {
        return type instanceof ParameterizedType list
                && list.getRawType() == List.class
                && isResult(list.getActualTypeArguments()[0]);
    }

    private record LoadInvocation(LoadPlan plan, Feeds feeds, String name) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return name.isBlank() ? LoadText.of(plan.options().scenarios()) : Printable.line(name);
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            List<Extension> extensions =
                    new ArrayList<>(feeds.placeholders(plan.site().method()));
            extensions.add(
                    new ScopeParameters(plan.site().method(), !plan.scenarios().isEmpty()));
            Conductor conductor = new Conductor();
            extensions.add(new TimeoutCallback(conductor));
            extensions.add(new ParameterAdvice(plan.site()));
            extensions.add(new LoadDriver(plan, feeds, conductor));
            return extensions;
        }
    }
}
