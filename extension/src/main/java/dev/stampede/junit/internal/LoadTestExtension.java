package dev.stampede.junit.internal;

import dev.stampede.junit.LoadTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes one JUnit test of each {@link LoadTest} method. Immutable. */
public final class LoadTestExtension implements TestTemplateInvocationContextProvider {

    /** Called by JUnit. */
    public LoadTestExtension() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), LoadTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Site site = new Site(
                context.getRequiredTestClass(), context.getEnclosingTestClasses(), context.getRequiredTestMethod());
        LoadTest annotation =
                AnnotationSupport.findAnnotation(site.method(), LoadTest.class).orElseThrow();
        LoadPlan plan = LoadPlan.of(site, annotation, Surroundings.of(context));
        return Stream.of(new LoadInvocation(plan, Feeds.of(plan, context), annotation.value()));
    }

    private record LoadInvocation(LoadPlan plan, Feeds feeds, String name) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return name.isBlank() ? LoadText.of(plan.options().scenarios()) : name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            List<Extension> extensions = new ArrayList<>(feeds.placeholders());
            extensions.add(
                    new ScopeParameters(plan.site().method(), !plan.scenarios().isEmpty()));
            extensions.add(new LoadDriver(plan, feeds));
            return extensions;
        }
    }
}
