package dev.stampede.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides which files go into an archive, in the order in which they are offered. Keeps why others do not. */
final class Selection {
    /** Names of files that usually hold secrets. */
    private static final Pattern SECRETIVE =
            Pattern.compile("\\.env(\\..*)?|.*\\.(pem|key|p12|pfx|jks|keystore|truststore|kdbx|ppk)"
                    + "|id_(rsa|dsa|ecdsa|ed25519).*|\\.netrc|\\.npmrc|\\.pgpass|\\.git-credentials|settings-security\\.xml"
                    + "|.*(secret|credential|password).*");

    private final long limit;
    private final Set<String> secrets;
    private final Map<String, Path> taken = new LinkedHashMap<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private long bytes;

    /**
     * Nothing so far.
     *
     * @param limit most bytes of all files together
     * @param secrets texts that no file may hold
     */
    Selection(long limit, Set<String> secrets) {
        this.limit = limit;
        this.secrets = secrets;
    }

    /** Offers a file under a name. */
    void offer(String name, Path file) throws IOException {
        if (taken.containsKey(name) || leftOut.containsKey(name)) {
            return;
        }
        long size = Files.size(file);
        if (!isCode(name) && SECRETIVE.matcher(lastPart(name)).matches()) {
            leftOut.put(name, "its name is that of a secret");
        } else if (size > limit - bytes) {
            leftOut.put(name, "beyond the limit of " + limit + " bytes");
        } else if (holdsSecret(file)) {
            leftOut.put(name, "it holds a secret");
        } else {
            taken.put(name, file);
            bytes += size;
        }
    }

    private static boolean isCode(String name) {
        return name.startsWith("sources/") || name.endsWith(".class");
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    private boolean holdsSecret(Path file) throws IOException {
        if (secrets.isEmpty()) {
            return false;
        }
        // the one charset in which any bytes are a text; secrets are looked for as their UTF-8 bytes
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        return secrets.stream()
                .map(secret -> new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .anyMatch(text::contains);
    }

    /** Files by their names in the archive. */
    Map<String, Path> taken() {
        return taken;
    }

    /** What was not taken: name and reason of each. */
    List<String> leftOut() {
        List<String> lines = new ArrayList<>();
        leftOut.forEach((name, why) -> lines.add(name + ": " + why));
        return lines;
    }
}
