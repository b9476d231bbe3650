package dev.stampede.archive;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonWriter;
import dev.stampede.output.RunArchive;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import okio.Buffer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The archive of a load test: {@code metadata.json}, in k6's shape; {@code data}, the source of the test class, where k6
 * keeps the script; {@code sources/}, {@code classes/} and {@code resources/}. Of sources and classes those that the test
 * class needs, of resources all of its module. What comes from jars is left out. (k6: {@code lib/archive.go}.)
 *
 * <p>Immutable. Files are looked for when the archive is written.
 */
public final class TestArchive implements RunArchive {
    /** Most bytes unless told otherwise: 10 MiB. */
    public static final long DEFAULT_LIMIT = 10L << 20;

    private static final String K6_VERSION = "2.2.0";
    private static final int MODE = 0644;

    private final Class<?> type;
    private final String test;
    private final Map<String, @Nullable Object> options;
    private final long limit;
    private final Set<String> secrets;
    private final List<String> longestFirst;

    /**
     * An archive of a test.
     *
     * @param type the test class
     * @param test name of the test, for people
     * @param options the run's options in the shape of k6's JSON
     * @param limit most bytes of its files together; what is beyond it is left out, and named in the metadata
     * @param secrets texts that must not go in: a file that holds one is left out, and of the options they are taken out
     */
    public TestArchive(
            Class<?> type, String test, Map<String, @Nullable Object> options, long limit, Set<String> secrets) {
        this.type = type;
        this.test = test;
        this.options = options;
        this.limit = limit;
        this.secrets = Set.copyOf(secrets);
        this.longestFirst = secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        Selection selection = new Selection(limit, secrets);
        Optional<CodeRoots> roots = CodeRoots.of(type);
        Path main = roots.isEmpty() ? null : select(roots.get(), selection);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            put(tar, "metadata.json", metadata(main, selection), 0);
            if (main != null && selection.taken().containsKey("sources/" + slashes(main))) {
                put(tar, "data", requireSource(selection, main));
            }
            for (Map.Entry<String, Path> entry : new TreeMap<>(selection.taken()).entrySet()) {
                put(tar, entry.getKey(), entry.getValue());
            }
        }
    }

    private static Path requireSource(Selection selection, Path main) {
        return requireNonNull(selection.taken().get("sources/" + slashes(main)));
    }

    /** Offers what the test needs, most important first; answers the test class's own source, if it is there. */
    private @Nullable Path select(CodeRoots roots, Selection selection) {
        Set<Path> needed = ClassClosure.of(roots.classes(), type);
        Path main = null;
        for (Path file : needed) {
            Path source = source(roots.classes().relativize(file));
            for (Path root : roots.sources()) {
                for (Path candidate : sourcesOf(root, source)) {
                    Path name = root.relativize(candidate);
                    main = main == null ? name : main;
                    selection.offer("sources/" + slashes(name), candidate);
                }
            }
        }
        for (Path root : roots.resources()) {
            for (Path file :
                    FileTree.files(root, file -> selection.unreadable("resources/" + slashes(root.relativize(file))))) {
                selection.offer("resources/" + slashes(root.relativize(file)), file);
            }
        }
        for (Path file : needed) {
            selection.offer("classes/" + slashes(roots.classes().relativize(file)), file);
        }
        return main;
    }

    /** {@code com/acme/Shop$Cart.class} was compiled from {@code com/acme/Shop} and some ending. */
    private static Path source(Path classFile) {
        String name = String.valueOf(classFile.getFileName());
        String outer = name.substring(0, name.length() - ".class".length()).replaceAll("(?<=.)\\$.*", "");
        return classFile.resolveSibling(outer);
    }

    private static List<Path> sourcesOf(Path root, Path source) {
        String name = String.valueOf(source.getFileName());
        return Stream.of(".java", ".kt", ".groovy", ".scala")
                .map(ending -> root.resolve(source).resolveSibling(name + ending))
                .filter(Files::isRegularFile)
                .toList();
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    private byte[] metadata(@Nullable Path main, Selection selection) throws IOException {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("type", "java");
        metadata.put("options", withoutSecrets(options));
        metadata.put("filename", main == null ? "" : "file:///sources/" + slashes(main));
        metadata.put("pwd", "file:///");
        metadata.put("env", Map.of()); // values of the environment may be secret
        metadata.put("k6version", K6_VERSION);
        metadata.put("goos", System.getProperty("os.name", "").toLowerCase(Locale.ROOT));
        metadata.put("test", test);
        metadata.put("class", type.getName());
        metadata.put("javaVersion", System.getProperty("java.version", ""));
        metadata.put("leftOut", selection.leftOut());
        Buffer buffer = new Buffer();
        JsonWriter json = JsonWriter.of(buffer);
        json.setIndent("  ");
        json.setSerializeNulls(true);
        json.jsonValue(metadata);
        return buffer.readByteArray();
    }

    /** Tags and the like may hold one. */
    private @Nullable Object withoutSecrets(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> clean = new LinkedHashMap<>();
                map.forEach((key, member) -> clean.put(String.valueOf(key), withoutSecrets(member)));
                yield clean;
            }
            case List<?> list -> list.stream().map(this::withoutSecrets).toList();
            case String text -> clean(text);
            case null -> null;
            default -> value;
        };
    }

    private String clean(String text) {
        String clean = text;
        for (String secret : longestFirst) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }

    private static void put(TarArchiveOutputStream tar, String name, Path file) throws IOException {
        put(tar, name, Files.readAllBytes(file), Files.getLastModifiedTime(file).toMillis());
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content, long modified) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(MODE);
        entry.setModTime(modified);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
