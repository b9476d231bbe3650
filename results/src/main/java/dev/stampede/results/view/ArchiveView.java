package dev.stampede.results.view;

import dev.stampede.results.http.Response;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What is in a run's archive. Names are shown, and nothing is ever unpacked.
 *
 * @param problem why there may be more than what is listed; empty if that is all
 */
public record ArchiveView(List<Entry> entries, String problem) {
    private static final int MOST = 10_000;

    /** A file. */
    public record Entry(String name, long bytes) {}

    static ArchiveView of(Path archive) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (InputStream file = Files.newInputStream(archive);
                TarArchiveInputStream tar = new TarArchiveInputStream(new BufferedInputStream(file))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                if (entries.size() == MOST) {
                    return new ArchiveView(entries, "there are more than " + MOST + " files");
                }
                if (!entry.isDirectory()) {
                    entries.add(new Entry(entry.getName(), entry.getSize()));
                }
                entry = tar.getNextEntry();
            }
            return new ArchiveView(entries, "");
        } catch (IOException | IllegalArgumentException e) {
            return new ArchiveView(entries, "the archive cannot be read any further: " + e.getMessage());
        }
    }

    /** The archive itself, to be saved. */
    static Response file(String id, Path archive) throws IOException {
        long size = Files.size(archive);
        return Response.stream("application/x-tar", out -> Files.copy(archive, out))
                .sized(size)
                .with("Content-Disposition", "attachment; filename=\"stampede-run-" + id + "-archive.tar\"");
    }
}
