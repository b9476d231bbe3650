package dev.stampede.junit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExecutableInvoker;
import org.junit.jupiter.api.io.TempDir;

class VuInstancesTest {

    /** Calls constructors without parameters, and no methods. */
    private static final class Plain implements ExecutableInvoker {
        @Override
        public @Nullable Object invoke(Method method, @Nullable Object target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T invoke(Constructor<T> constructor, @Nullable Object outerInstance) {
            try {
                assertThat(constructor.trySetAccessible()).isTrue();
                return constructor.newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Before Java 11 a class got one so that the class around it could call a private one; other languages have theirs. */
    @Test
    void constructorThatACompilerAdded_isLeftAlone(@TempDir Path directory) throws Exception {
        Path source = directory.resolve("Around.java");
        Files.writeString(source, """
                public class Around {
                    public static Object make() { return new Within(); }
                    public static class Within { private Within() {} }
                }
                """);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int failed = requireNonNull(ToolProvider.getSystemJavaCompiler())
                .run(null, messages, messages, "--release", "8", "-d", directory.toString(), source.toString());
        assertThat(failed).as(messages.toString(UTF_8)).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            Object junits =
                    requireNonNull(loader.loadClass("Around").getMethod("make").invoke(null));
            assertThat(junits.getClass().getDeclaredConstructors())
                    .extracting(Constructor::isSynthetic)
                    .containsExactlyInAnyOrder(true, false);

            List<Object> made = new VuInstances(new Plain(), List.of(Snapshot.of(junits))).make();

            assertThat(made).singleElement().isInstanceOf(junits.getClass()).isNotSameAs(junits);
        }
    }

    static class Numbers {
        double set = Double.NaN;
        double reset = 1;
        long large = 5000;
        Long boxed = 5000L;
    }

    @Test
    void primitiveFields_areComparedByValue_othersByIdentity() throws Exception {
        Numbers junits = new Numbers();
        Snapshot snapshot = Snapshot.of(junits);
        assertThat(snapshot.values().keySet().stream().filter(snapshot::changed))
                .isEmpty();

        junits.reset = 0;
        junits.large = 5001;
        junits.boxed = Long.valueOf("5000"); // another object
        assertThat(snapshot.values().keySet().stream().filter(snapshot::changed).map(field -> field.getName()))
                .containsExactlyInAnyOrder("reset", "large", "boxed");

        Numbers fresh =
                (Numbers) new VuInstances(new Plain(), List.of(snapshot)).make().getFirst();
        assertThat(fresh.set).isNaN();
        assertThat(fresh.reset).isZero();
        assertThat(fresh.large).isEqualTo(5001);
        assertThat(fresh.boxed).isSameAs(junits.boxed);
    }
}
