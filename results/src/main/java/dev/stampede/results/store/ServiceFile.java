package dev.stampede.results.store;

import dev.stampede.output.cloud.api.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The file that tells where the service of a folder is, {@code service.json}: for other processes of the same user, who want their runs
 * there too. Nobody else can read it where the file system knows users. It is there while a service is; after a kill it may be left.
 *
 * @param url where the service is
 * @param token what callers must show; empty for nothing
 */
public record ServiceFile(String url, String token) {
    private static final String FILE = "service.json";
    private static final int LONGEST = 65_536;

    /** That of a folder; empty when there is none that can be read. */
    public static Optional<ServiceFile> of(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        try {
            if (Files.size(file) > LONGEST) {
                return Optional.empty();
            }
            Map<String, Object> json = Json.object(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            if (json == null || !Json.text(json.get("url")).startsWith("http://")) {
                return Optional.empty();
            }
            return Optional.of(new ServiceFile(Json.text(json.get("url")), Json.text(json.get("token"))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Writes it in place of what was there. To be called by who has the folder. */
    public void writeTo(Path folder) throws IOException {
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        json.put("url", url);
        json.put("token", token);
        json.put("pid", ProcessHandle.current().pid());
        Path made = AtomicFile.unfinished(folder.resolve(FILE));
        Files.deleteIfExists(made); // of a process that was killed, and perhaps for all to read
        Files.createFile(made, ownersOnly());
        Files.write(made, Json.file(json).getBytes(StandardCharsets.UTF_8), StandardOpenOption.TRUNCATE_EXISTING);
        AtomicFile.finish(made, folder.resolve(FILE));
    }

    private static FileAttribute<?>[] ownersOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** There is no service any more. To be called by who has the folder. */
    public static void removeFrom(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }
}
