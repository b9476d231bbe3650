package dev.stampede.results.page;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Tab} of a Chromium that all of them share. It is taken from the environment variable {@code CHROMIUM} or
 * from the path; where there is none, root on Debian installs it once by the project's script, and others skip the test.
 */
public final class Browser implements ExecutionCondition, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(Browser.class);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Path SCRIPT = Path.of("src", "test", "scripts", "install-chromium.sh");
    private static final long INSTALL_MINUTES = 5;

    /** What is found once for all tests. */
    private record Started(Optional<Chromium> chromium) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (chromium.isPresent()) {
                chromium.get().close();
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Tab.class;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return started(context).chromium().isPresent()
                ? ConditionEvaluationResult.enabled("there is a Chromium")
                : ConditionEvaluationResult.disabled(
                        "No Chromium: name one in the environment variable CHROMIUM, or run results/src/test/scripts/install-chromium.sh");
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Tab tab = started(context).chromium().orElseThrow().open();
        context.getStore(NAMESPACE).put(Tab.class, tab);
        return tab;
    }

    private static Started started(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Started.class, type -> new Started(find().map(Chromium::start)), Started.class);
    }

    private static Optional<Path> find() {
        String named = System.getenv("CHROMIUM");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        Optional<Path> there = onPath();
        return there.isPresent() || !install() ? there : onPath();
    }

    private static Optional<Path> onPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean install() {
        boolean can = "root".equals(System.getProperty("user.name")) && Files.exists(Path.of("/etc/debian_version"));
        if (!can || !Files.exists(SCRIPT)) {
            return false;
        }
        try {
            Process script = new ProcessBuilder("sh", SCRIPT.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "install-chromium.log").toFile())
                    .start();
            if (!script.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                script.destroy();
                return false;
            }
            return script.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
