package dev.stampede.archive;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders that a test class comes from, as Maven and Gradle lay them out. Classes that come from a jar have none.
 *
 * @param classes folder of compiled classes
 * @param sources folders of sources that are there
 * @param resources folders of resources that are there
 */
record CodeRoots(Path classes, List<Path> sources, List<Path> resources) {
    private static final List<String> LANGUAGES = List.of("java", "kotlin", "groovy", "scala");

    /** Of a class; empty when it does not come from a folder. */
    static Optional<CodeRoots> of(Class<?> type) {
        Path classes = folder(type);
        if (classes == null) {
            return Optional.empty();
        }
        Path module = module(classes);
        if (module == null) {
            return Optional.of(new CodeRoots(classes, List.of(), List.of()));
        }
        Path sources = module.resolve("src").resolve(set(classes));
        return Optional.of(new CodeRoots(
                classes,
                LANGUAGES.stream()
                        .map(sources::resolve)
                        .filter(Files::isDirectory)
                        .toList(),
                Stream.of(sources.resolve("resources"))
                        .filter(Files::isDirectory)
                        .toList()));
    }

    private static @Nullable Path folder(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            Path path = Path.of(source.getLocation().toURI());
            return Files.isDirectory(path) ? path : null;
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return null; // of a class loader that makes up its locations
        }
    }

    /** The folder that holds {@code src}: the nearest above. */
    private static @Nullable Path module(Path classes) {
        Path folder = classes.getParent();
        while (folder != null && !Files.isDirectory(folder.resolve("src"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Maven compiles to {@code test-classes} and {@code classes}; Gradle to a folder that is called as the source set. */
    private static String set(Path classes) {
        String name = String.valueOf(classes.getFileName());
        return switch (name) {
            case "test-classes" -> "test";
            case "classes" -> "main";
            default -> name;
        };
    }
}
