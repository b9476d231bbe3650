package dev.stampede.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder for what runs keep on disk, {@link RunDescription#folder}. Stateless. */
public final class KeptFolder {
    private KeptFolder() {}

    /** Makes it if it is not there. As caches do: a folder of ours is nothing for version control. */
    public static void make(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(".gitignore"), "*\n");
        }
    }
}
