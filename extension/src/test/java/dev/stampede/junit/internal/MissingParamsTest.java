package dev.stampede.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stampede.junit.Feed;
import dev.stampede.options.Problems;
import dev.stampede.segments.Share;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.CsvSource;

/** Without {@code junit-jupiter-params} on the class path, load tests without data work. */
class MissingParamsTest {

    /** Everything on the class path but that module, loaded afresh. */
    private static URLClassLoader withoutParams() {
        URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("junit-jupiter-params"))
                .map(entry -> url(Path.of(entry).toUri()))
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object feedOf(ClassLoader loader, String method) throws Throwable {
        Method of = loader.loadClass(Opener.class.getName()).getDeclaredMethod("open", String.class);
        of.setAccessible(true);
        try {
            return of.invoke(null, method);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void noModule_meansNoData() throws Throwable {
        try (URLClassLoader loader = withoutParams()) {
            assertThatThrownBy(() -> loader.loadClass(CsvSource.class.getName()))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThat(feedOf(loader, "plain")).isNull();
            assertThatThrownBy(() -> feedOf(loader, "fed")).hasMessageContaining("in junit-jupiter-params");
        }
    }

    /** Called inside the other loader. */
    static final class Opener {
        private Opener() {}

        static @Nullable Object open(String method) throws NoSuchMethodException {
            Problems problems = new Problems();
            ExtensionContext context = (ExtensionContext) java.lang.reflect.Proxy.newProxyInstance(
                    Opener.class.getClassLoader(),
                    new Class<?>[] {ExtensionContext.class},
                    (proxy, called, arguments) -> null);
            Site site = new Site(Cases.class, Cases.class.getDeclaredMethod(method, String.class));
            MethodFeed feed = MethodFeed.of(site, context, Share.WHOLE, problems);
            problems.throwIfAny();
            return feed;
        }
    }

    @SuppressWarnings("unused") // read by reflection
    static class Cases {
        void plain(String name) {}

        @Feed
        void fed(String name) {}
    }
}
